// Starts three brokers in front of one NATS server: `pnpm --filter 07-nats dev:network`. All that they have in common is its NATS_URL.

import { fileURLToPath } from 'node:url';
import { runNetwork } from '@workshop/cli/dev-network';

await runNetwork(fileURLToPath(new URL('..', import.meta.url)), () => ({}));
