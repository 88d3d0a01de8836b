// Suite 03: the protocol page's section on authentication and rights, as far as a client can notice.

import type { Suite } from '../../check.ts';
import { door } from './door.ts';
import { forged } from './forged.ts';
import { login } from './login.ts';
import { rights } from './rights.ts';
import { secrecy } from './secrecy.ts';
import { sessions } from './sessions.ts';

export const suite: Suite = { stage: '03-auth', checks: [...login, ...forged, ...secrecy, ...rights, ...sessions, ...door] };
