// Stands before every script: a Node or a package manager that cannot run the workshop gets one line that says what to type.
// Plain JavaScript, without a dependency: it must run where nothing else does.

import { existsSync } from 'node:fs';
import { argv, env, exit, versions } from 'node:process';

/** The line for whoever cannot go on, or `undefined` for who can. `command` is what they should have typed behind `pnpm`. */
export function whatToType(command, node, agent, installed) {
  const [manager = 'node', version = ''] = (agent ?? '').split(' ')[0].split('/');
  const typed = `type: npx -y pnpm@12 ${command}`;
  if (manager !== 'pnpm' && agent !== undefined) return `This workshop runs with pnpm 12, not with ${manager}: ${typed}`;
  if (manager === 'pnpm' && Number.parseInt(version) < 10) return `This workshop runs with pnpm 12, not with pnpm ${version}: ${typed}`;
  if (Number.parseInt(node) < 24) return `This workshop brings its own Node, and Node ${node} was found instead: ${typed}`;
  if (!installed) return `The workshop's packages are not installed yet: ${typed}`;
  return undefined;
}

/** Ends the process with that line, if there is one. */
export function requireReady(command) {
  const line = whatToType(command, versions.node, env.npm_config_user_agent, existsSync(new URL('../../node_modules', import.meta.url)));
  if (line === undefined) return;
  console.error(line);
  exit(1);
}

if (argv[1] === import.meta.filename || argv[1]?.endsWith('ready.mjs')) {
  const script = env.npm_lifecycle_event?.replace(/^pre/, '');
  requireReady(env.npm_package_name ? `--filter ${env.npm_package_name} ${script}` : 'start');
}
