// Chapter 1: one message, from its publisher to everyone who subscribed.

import type { Flow } from '../.vitepress/theme/flow/flow.ts';

export const flow: Flow = {
  title: 'One publisher, one broker, two subscribers of news, and one client that listens to something else',
  boxes: [
    { id: 'alice', kind: 'client', title: 'alice', column: 0 },
    { id: 'broker', kind: 'broker', title: 'broker', lines: ['news → bob, carol', 'sport → dave'], column: 1, tall: true },
    { id: 'bob', kind: 'client', title: 'bob', column: 2 },
    { id: 'carol', kind: 'client', title: 'carol', column: 2 },
    { id: 'dave', kind: 'client', title: 'dave', column: 2 },
  ],
  wires: [
    { from: 'bob', to: 'broker', step: 1, label: 'SUBSCRIBE:news' },
    { from: 'carol', to: 'broker', step: 1, label: 'SUBSCRIBE:news' },
    { from: 'dave', to: 'broker', step: 1, label: 'SUBSCRIBE:sport' },
    { from: 'alice', to: 'broker', step: 2, label: 'PUBLISH:news:Hi' },
    { from: 'broker', to: 'bob', step: 3, label: 'MSG:news:Hi' },
    { from: 'broker', to: 'carol', step: 3, label: 'MSG:news:Hi' },
  ],
  steps: [
    'Bob and Carol send `SUBSCRIBE:news`; Dave sends `SUBSCRIBE:sport`. The broker writes down who wants what.',
    'Alice sends `PUBLISH:news:Hi`. She knows the channel, but not who is listening.',
    'The broker looks up the channel and sends `MSG:news:Hi` to Bob and to Carol. Dave gets nothing.',
  ],
};
