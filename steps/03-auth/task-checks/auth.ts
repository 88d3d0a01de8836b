// What the tasks in exercise/auth.ts must do, seen from inside.

import type { TaskChecks } from '@workshop/cli/task-checks';
import { identityChecks } from './identity.ts';
import { loginChecks } from './login.ts';
import { rightsChecks } from './rights.ts';

export const checks: TaskChecks = { ...loginChecks, ...identityChecks, ...rightsChecks };
