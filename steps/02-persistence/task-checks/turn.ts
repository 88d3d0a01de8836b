// What the tasks in exercise/turn.ts must do, seen from inside.

import type { TaskChecks } from '@workshop/cli/task-checks';
import { commit } from './commit.ts';
import { gather } from './gather.ts';

export const checks: TaskChecks = { ...gather, ...commit };
