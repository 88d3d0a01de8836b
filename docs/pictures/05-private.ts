// Chapter 5: one message from one user to another, two inboxes, and a device that comes back.

import type { Flow } from '../.vitepress/theme/flow/flow.ts';

export const flow: Flow = {
  title: 'Alice writes to Bob: both inboxes keep the message, every device except the sending one gets it, and one that was away resumes',
  boxes: [
    { id: 'laptop', kind: 'client', title: 'alice', lines: ['on her laptop'], column: 0 },
    { id: 'phone', kind: 'client', title: 'alice', lines: ['on her phone'], column: 0 },
    { id: 'broker', kind: 'broker', title: 'broker', column: 1, tall: true },
    { id: 'store', kind: 'store', title: 'inboxes', lines: ['alice: 9', 'bob: 4'], column: 2 },
    { id: 'desk', kind: 'client', title: 'bob', lines: ['desk'], column: 2 },
    { id: 'tablet', kind: 'client', title: 'bob', lines: ['tablet'], column: 2 },
  ],
  wires: [
    { from: 'laptop', to: 'broker', step: 1, label: 'PUBLISH:@bob:Hi' },
    { from: 'broker', to: 'store', step: 2, label: 'commit' },
    { from: 'broker', to: 'desk', step: 3, label: 'MSG:@alice:Hi' },
    { from: 'broker', to: 'phone', step: 3, label: 'MSG:@bob:Hi' },
    { from: 'tablet', to: 'broker', step: 4, label: '@since=3 SUBSCRIBE' },
    { from: 'broker', to: 'tablet', step: 5, label: 'MSG:@alice:Hi' },
  ],
  steps: [
    'Alice sends `PUBLISH:@bob:Hi` from her laptop.',
    'The broker stores it twice, in one transaction: as number 9 in the inbox of `alice`, and as number 4 in the inbox of `bob`.',
    "Bob's desk gets `MSG:@alice:Hi`, and Alice's phone gets `MSG:@bob:Hi`. Her laptop, which sent the message, gets neither.",
    "Bob's tablet was off, and the last number it has seen is 3. It logs in and sends `@since=3 SUBSCRIBE:@bob`.",
    'It gets everything in the inbox with a higher number: `@seq=4 MSG:@alice:Hi`.',
  ],
};
