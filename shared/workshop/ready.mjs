// Stands before every script: a Node or a package manager that cannot run the workshop gets one line that says what to type.
// Plain JavaScript, without a dependency: it must run where nothing else does.

import { existsSync, watch } from 'node:fs';
import { argv, env, exit, versions } from 'node:process';

/**
 * The line for whoever cannot go on, or `undefined` for who can.
 * @param command what they should have typed behind `pnpm`
 * @param fetched whether the workshop's own Node is there, which a script of the install fetches
 */
export function whatToType(command, node, agent, installed, fetched) {
  const [manager = 'node', version = ''] = (agent ?? '').split(' ')[0].split('/');
  const typed = `type: npx -y pnpm@12 ${command}`;
  if (manager !== 'pnpm' && agent !== undefined) return `This workshop runs with pnpm 12, not with ${manager}: ${typed}`;
  if (manager === 'pnpm' && Number.parseInt(version) < 10) return `This workshop runs with pnpm 12, not with pnpm ${version}: ${typed}`;
  if (Number.parseInt(node) < 24 && installed && !fetched)
    return 'The install ran no scripts, and so did not fetch the Node of this workshop: type: npx -y pnpm@12 --config.ignore-scripts=false rebuild node';
  if (Number.parseInt(node) < 24) return `This workshop brings its own Node, and Node ${node} was found instead: ${typed}`;
  if (!installed) return `The workshop's packages are not installed yet: ${typed}`;
  return undefined;
}

/** Ends the process with that line, if there is one. */
export function requireReady(command) {
  const [installed, fetched] = ['', '/node/bin/node'].map((path) => existsSync(new URL(`../../node_modules${path}`, import.meta.url)));
  const line = whatToType(command, versions.node, env.npm_config_user_agent, installed, fetched);
  if (line === undefined) return;
  console.error(line);
  exit(1);
}

/** Ends the process with a line where the system watches no more files, as `dev` has it do. */
function requireWatches() {
  try {
    watch('.').close();
  } catch ({ code }) {
    console.error(`The system watches no more files (${code}), and dev needs it to: npx -y pnpm@12 checkup says what would mend it`);
    exit(1);
  }
}

if (argv[1] === import.meta.filename || argv[1]?.endsWith('ready.mjs')) {
  const script = env.npm_lifecycle_event?.replace(/^pre/, '');
  requireReady(env.npm_package_name ? `--filter ${env.npm_package_name} ${script}` : 'start');
  if (script?.startsWith('dev')) requireWatches();
}
