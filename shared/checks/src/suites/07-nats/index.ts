// Suite 07: the protocol page's section 8, as far as a client of several brokers can notice.

import type { Suite } from '../../check.ts';
import { natsAway } from './nats-away.ts';
import { sharedStore } from './shared-store.ts';

export const suite: Suite = {
  stage: '07-nats',
  checks: [...sharedStore, ...natsAway],
};
