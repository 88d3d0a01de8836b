// The entry of every command in the root's package.json.

import { fileURLToPath } from 'node:url';
import { argv } from 'node:process';
import { requireReady } from './ready.mjs';

// For this process and all that it starts, brokers by the hundred among them: reading their code anew is half of what a start costs.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../../node_modules/.cache/workshop', import.meta.url));

// Somebody may read only the first lines, as `head` does: what would follow is wanted by nobody.
process.stdout.on('error', ({ code }) => process.exit(code === 'EPIPE' ? 0 : 1));

const [command = 'start', ...rest] = argv.slice(2);
requireReady([command, ...rest].join(' '));
const { main } = await import('./src/main.ts');
process.exitCode = await main(command, rest);
