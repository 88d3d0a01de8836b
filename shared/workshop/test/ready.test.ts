import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { whatToType } from '../ready.mjs';

test.each([
  ['pnpm 12 with the workshop’s Node', 'pnpm/12.21.0 npm/? node/? linux x64', '26.10.0', true, undefined],
  ['no package manager, Node 24', undefined, '24.1.0', true, undefined],
  ['npm', 'npm/10.8.2 node/v20.20.2 linux x64', '20.20.2', false, /not with npm: type: npx -y pnpm@12 test$/],
  ['pnpm 9', 'pnpm/9.15.9 npm/? node/v20.20.2', '20.20.2', false, /not with pnpm 9\.15\.9: type: npx -y pnpm@12 test$/],
  ['Node 20 alone', undefined, '20.20.2', true, /Node 20\.20\.2 was found instead: type: npx -y pnpm@12 test$/],
  ['nothing installed', undefined, '26.10.0', false, /not installed yet: type: npx -y pnpm@12 test$/],
  [
    'pnpm 12 without scripts',
    'pnpm/12.21.0',
    '20.20.2',
    true,
    /no scripts.*: npx -y pnpm@12 --config\.ignore-scripts=false rebuild node$/,
    false,
  ],
  ['pnpm 12 without scripts, Node 24', 'pnpm/12.21.0', '24.1.0', true, undefined, false],
])('%s', (_title, agent, node, installed, expected, fetched = true) => {
  const line = whatToType('test', node, agent, installed, fetched);
  if (expected === undefined) expect(line).toBeUndefined();
  else expect(line).toMatch(expected);
});

test.each(['predev', 'predev:exercise', 'prestart'])('%s where no more files are watched', (script) => {
  const machine = `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    fs.watch = () => { throw Object.assign(new Error('no more'), { code: 'EMFILE' }) };
    syncBuiltinESMExports();`;
  const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.resolve('../ready.mjs'))], {
    env: {
      ...process.env,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(machine)}`,
      npm_config_user_agent: 'pnpm/12.0.0',
      npm_package_name: '01-basic-pubsub',
      npm_lifecycle_event: script,
    },
    encoding: 'utf8',
  });
  if (script === 'prestart') return expect([status, stderr]).toEqual([0, '']);
  expect(stderr).toMatch(/^The system watches no more files \(EMFILE\).* npx -y pnpm@12 checkup .*\n$/);
  expect(status).toBe(1);
});
