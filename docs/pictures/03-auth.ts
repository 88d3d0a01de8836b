// Chapter 3: the application says who its user is, and the broker trusts the application's signature and nothing else.

import type { Flow } from '../.vitepress/theme/flow/flow.ts';

export const flow: Flow = {
  title: 'A token from the application opens the broker; a client without one is refused',
  boxes: [
    { id: 'app', kind: 'service', title: 'your app', lines: ['the secret'], column: 0, tall: true },
    { id: 'alice', kind: 'client', title: 'alice', lines: ['a token'], column: 1 },
    { id: 'bob', kind: 'client', title: 'bob', lines: ['a token'], column: 1 },
    { id: 'carol', kind: 'client', title: 'carol', lines: ['no token'], column: 1 },
    { id: 'broker', kind: 'broker', title: 'broker', lines: ['the secret'], column: 2, tall: true },
  ],
  wires: [
    { from: 'app', to: 'alice', step: 1, label: 'a token' },
    { from: 'alice', to: 'broker', step: 2, label: 'AUTH:eyJ…' },
    { from: 'broker', to: 'alice', step: 3, label: 'OK:AUTH:alice' },
    { from: 'alice', to: 'broker', step: 4, label: 'PUBLISH:news:Hi' },
    { from: 'broker', to: 'bob', step: 5, label: '@from=alice MSG' },
    { from: 'carol', to: 'broker', step: 6, label: 'SUBSCRIBE:news' },
    { from: 'broker', to: 'carol', step: 6, label: 'UNAUTHORIZED' },
  ],
  steps: [
    'Alice logs in to your application as always. It gives her a token: her name, an expiry time and her rights, signed with the secret.',
    'She opens a WebSocket and sends `AUTH:<token>`. Before that, every other command is refused.',
    'The broker has the same secret. It checks the signature, without asking anybody, and answers `OK:AUTH:alice`.',
    'Alice sends `PUBLISH:news:Hi`. The broker checks her token to see whether she may.',
    'Bob gets `@seq=1;from=alice MSG:news:Hi`. The name comes from the token, never from the frame.',
    'Carol has no token. Whatever she sends, she gets `ERROR:UNAUTHORIZED`, and after ten seconds she is disconnected.',
  ],
};
