// Suite 05: the protocol page's section on private messages, as far as a client can notice.

import type { Suite } from '../../check.ts';
import { conversation } from './conversation.ts';
import { delivery } from './delivery.ts';
import { inbox } from './inbox.ts';
import { repeats } from './repeats.ts';
import { secrecy } from './secrecy.ts';
import { storms } from './storms.ts';
import { typing } from './typing.ts';

export const suite: Suite = {
  stage: '05-private',
  checks: [...delivery, ...repeats, ...inbox, ...storms, ...conversation, ...secrecy, ...typing],
};
