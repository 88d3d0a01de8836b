// Suite 07: the protocol page's section 8, as far as a client of several brokers can notice.

import type { Suite } from '../../check.ts';

export const suite: Suite = {
  stage: '07-nats',
  checks: [],
};
