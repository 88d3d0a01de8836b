// What the tasks in exercise/typists.ts must do, seen from inside.

import type { TaskChecks } from '@workshop/cli/task-checks';
import { beginningChecks } from './beginning.ts';
import { endingChecks } from './ending.ts';

export const checks: TaskChecks = { ...beginningChecks, ...endingChecks };
