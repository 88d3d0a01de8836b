// Chapter 2: a message is stored before anybody gets it, and a client that was away asks for everything after the last one that it saw.

import type { Flow } from '../.vitepress/theme/flow/flow.ts';

export const flow: Flow = {
  title: 'A message goes through the store to its subscribers, and a reader that was away gets it from the store',
  boxes: [
    { id: 'alice', kind: 'client', title: 'alice', column: 0 },
    { id: 'bob', kind: 'client', title: 'bob', lines: ['saw 41'], column: 0 },
    { id: 'carol', kind: 'client', title: 'carol', lines: ['saw 40'], column: 0 },
    { id: 'broker', kind: 'broker', title: 'broker', column: 1, tall: true },
    { id: 'store', kind: 'store', title: 'messages.db', lines: ['news: 1 to 42'], column: 2 },
  ],
  wires: [
    { from: 'alice', to: 'broker', step: 1, label: 'PUBLISH:news:Hi' },
    { from: 'broker', to: 'store', step: 2, label: 'commit 42' },
    { from: 'broker', to: 'bob', step: 3, label: '@seq=42 MSG:news:Hi' },
    { from: 'broker', to: 'alice', step: 3, label: '@seq=42 OK' },
    { from: 'carol', to: 'broker', step: 4, label: '@since=40 SUBSCRIBE' },
    { from: 'store', to: 'broker', step: 5, label: '41, 42' },
    { from: 'broker', to: 'carol', step: 5, label: 'MSG 41, MSG 42' },
  ],
  steps: [
    'Alice sends `@label=7 PUBLISH:news:Hi`.',
    'The broker gives the message the next number of its channel, 42, and commits it to the file. Until then nobody has seen it.',
    'Now Bob, who is subscribed, gets `@seq=42 MSG:news:Hi`, and Alice gets `@label=7;seq=42 OK:PUBLISH:news`.',
    'Carol was away, and the last message she saw was 40. She sends `@since=40 SUBSCRIBE:news`.',
    'The broker reads the messages with higher numbers from the file, 41 and 42, and sends them. From then on she gets live messages.',
  ],
};
