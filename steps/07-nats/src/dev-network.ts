// Starts three brokers in front of one NATS server: `pnpm --filter 07-nats dev:network`. They know nothing of each other but its NATS_URL.

import { fileURLToPath } from 'node:url';
import { runNetwork } from '@workshop/cli/dev-network';

await runNetwork(fileURLToPath(new URL('..', import.meta.url)), () => ({}));
