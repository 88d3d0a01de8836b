// What the tasks in exercise/outbox.ts must do, seen from inside.

import { type TaskChecks } from '@workshop/cli/task-checks';

export const checks: TaskChecks = {};
