// The entry of every command in the root's package.json.

import { argv } from 'node:process';
import { requireReady } from './ready.mjs';

const [command = 'start', ...rest] = argv.slice(2);
requireReady([command, ...rest].join(' '));
const { main } = await import('./src/main.ts');
process.exitCode = await main(command, rest);
