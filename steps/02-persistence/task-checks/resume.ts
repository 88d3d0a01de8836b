// What the tasks in exercise/resume.ts must do, seen from inside.

import type { TaskChecks } from '@workshop/cli/task-checks';
import { promising } from './promise.ts';
import { replaying } from './replay.ts';

export const checks: TaskChecks = { ...promising, ...replaying };
