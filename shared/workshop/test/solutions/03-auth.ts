import { alarm } from './03-auth/alarm.ts';
import { failures } from './03-auth/failures.ts';
import { identity } from './03-auth/identity.ts';
import { login } from './03-auth/login.ts';
import { rights } from './03-auth/rights.ts';
import { tokens } from './03-auth/tokens.ts';
import type { Solution } from './solution.ts';

export const solutions: readonly Solution[] = [...login, ...failures, ...identity, ...rights, ...tokens, ...alarm];
