// Chapter 3: the application says who somebody is, and the broker believes its signature and nothing else.

import type { Flow } from '../.vitepress/theme/flow/flow.ts';

export const flow: Flow = {
  title: 'A token from the application opens the broker; who has none is refused',
  boxes: [
    { id: 'app', kind: 'service', title: 'your app', lines: ['the secret'], column: 0, tall: true },
    { id: 'alice', kind: 'client', title: 'alice', lines: ['a token'], column: 1 },
    { id: 'bob', kind: 'client', title: 'bob', lines: ['a token'], column: 1 },
    { id: 'dave', kind: 'client', title: 'dave', lines: ['none'], column: 1 },
    { id: 'broker', kind: 'broker', title: 'broker', lines: ['the secret'], column: 2, tall: true },
  ],
  wires: [
    { from: 'app', to: 'alice', step: 1, label: 'a token' },
    { from: 'alice', to: 'broker', step: 2, label: 'AUTH:eyJ…' },
    { from: 'broker', to: 'alice', step: 3, label: 'OK:AUTH:alice' },
    { from: 'alice', to: 'broker', step: 4, label: 'PUBLISH:news:Hi' },
    { from: 'broker', to: 'bob', step: 5, label: '@from=alice MSG' },
    { from: 'dave', to: 'broker', step: 6, label: 'SUBSCRIBE:news' },
    { from: 'broker', to: 'dave', step: 6, label: 'UNAUTHORIZED' },
  ],
  steps: [
    'alice logs in to your application as she always did. It gives her a token: her name, an end, her rights, signed with the secret.',
    'She opens a WebSocket and sends `AUTH:<token>`. Nothing else is heard from her before that.',
    'The broker has the same secret. It checks the signature, asks nobody, and answers `OK:AUTH:alice`.',
    'alice sends `PUBLISH:news:Hi`. The broker asks her token whether she may.',
    'bob gets `@seq=1;from=alice MSG:news:Hi`. The name comes from the token, never from the frame.',
    'dave has no token. Whatever he sends, he gets `ERROR:UNAUTHORIZED`, and after ten seconds he is disconnected.',
  ],
};
