// Chapter 6: a message is queued for each broker that wants it, crosses one link, and is acknowledged when it is stored there.

import type { Flow } from '../.vitepress/theme/flow/flow.ts';

export const flow: Flow = {
  title: 'Alice publishes on broker1. Bob and Carol, on two other brokers, each get the message over one link',
  boxes: [
    { id: 'alice', kind: 'client', title: 'alice', column: 0 },
    { id: 'broker1', kind: 'broker', title: 'broker1', lines: ['for broker2: 17', 'for broker3: 9'], column: 1, tall: true },
    { id: 'broker2', kind: 'broker', title: 'broker2', column: 2 },
    { id: 'broker3', kind: 'broker', title: 'broker3', column: 2 },
    { id: 'bob', kind: 'client', title: 'bob', column: 3 },
    { id: 'carol', kind: 'client', title: 'carol', column: 3 },
  ],
  wires: [
    { from: 'broker2', to: 'broker1', step: 1, label: 'wants news' },
    { from: 'broker3', to: 'broker1', step: 1, label: 'wants news' },
    { from: 'alice', to: 'broker1', step: 2, label: 'PUBLISH' },
    { from: 'broker1', to: 'broker2', step: 3, label: 'MSG 17' },
    { from: 'broker1', to: 'broker3', step: 3, label: 'MSG 9' },
    { from: 'broker2', to: 'bob', step: 4, label: 'MSG' },
    { from: 'broker3', to: 'carol', step: 4, label: 'MSG' },
    { from: 'broker2', to: 'broker1', step: 5, label: 'ACK 17' },
    { from: 'broker3', to: 'broker1', step: 5, label: 'ACK 9', lost: true },
  ],
  steps: [
    'Bob and Carol have subscribed to `news`. Their brokers have told all the others: `INTEREST:more:news`.',
    'Alice sends `PUBLISH:news:Hi`. In one transaction, her broker stores the message, and a copy in the outbox for each broker that wants it.',
    'Over each link it sends what is waiting for that broker: `@number=17;… MSG:news:Hi` to broker2, and the same message as number 9 to broker3.',
    'Both brokers store it, and deliver it to their own subscribers: `MSG:news:Hi`. Neither passes it on to the other.',
    'Both acknowledge what they have stored: `ACK:17`. The link to broker3 breaks, and its answer is lost. On the next link it says `READY:9`: it has everything up to 9, so nothing comes twice.',
  ],
};
