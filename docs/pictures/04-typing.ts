// Chapter 4: who is typing, who is told, and the timer that ends it.

import type { Flow } from '../.vitepress/theme/flow/flow.ts';

export const flow: Flow = {
  title: 'Alice types on one of her devices, two readers are told, and a timer ends her typing when her client falls silent',
  boxes: [
    { id: 'laptop', kind: 'client', title: 'alice', lines: ['on her laptop'], column: 0 },
    { id: 'phone', kind: 'client', title: 'alice', lines: ['on her phone'], column: 0 },
    { id: 'broker', kind: 'broker', title: 'broker', lines: ['in news:', 'alice is typing', 'ends in 6 s'], column: 1, tall: true },
    { id: 'bob', kind: 'client', title: 'bob', column: 2 },
    { id: 'carol', kind: 'client', title: 'carol', column: 2 },
  ],
  wires: [
    { from: 'laptop', to: 'broker', step: 1, label: 'USER_TYPING:news' },
    { from: 'broker', to: 'bob', step: 2, label: 'alice is typing' },
    { from: 'broker', to: 'carol', step: 2, label: 'alice is typing' },
    { from: 'laptop', to: 'broker', step: 3, label: 'USER_TYPING:news' },
    { from: 'broker', to: 'bob', step: 4, label: 'alice stopped' },
    { from: 'broker', to: 'carol', step: 4, label: 'alice stopped' },
  ],
  steps: [
    'Alice begins to write on her laptop, which sends `USER_TYPING:news`. The broker notes it in memory, and sets a timer for 6 s.',
    'Bob and Carol read `news`, so they get `USER_TYPING:news:alice`. Her own phone gets nothing.',
    'She goes on, and every 3 s her laptop sends the same frame. Nobody is told. The frame only winds the timer up again.',
    'Her laptop falls silent. After 6 s, Bob and Carol get `USER_STOPPED:news:alice`, and the broker forgets it all.',
  ],
};
