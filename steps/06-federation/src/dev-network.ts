// Starts three brokers that are linked: `pnpm --filter 06-federation dev:network`.

import { fileURLToPath } from 'node:url';
import { HOST, runNetwork } from '@workshop/cli/dev-network';

await runNetwork(fileURLToPath(new URL('..', import.meta.url)), ({ name }, others) => ({
  DB_FILE: `${name}.db`,
  PEERS: others.map(({ port }) => `ws://${HOST}:${port}`).join(','),
  PEER_SECRET: process.env['PEER_SECRET'] || 'the secret of a network that is being developed',
}));
