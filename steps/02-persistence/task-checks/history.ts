// What the tasks in exercise/history.ts must do, seen from inside.

import type { TaskChecks } from '@workshop/cli/task-checks';
import { answering } from './answer.ts';
import { counting } from './count.ts';
import { walking } from './walk.ts';

export const checks: TaskChecks = { ...counting, ...walking, ...answering };
