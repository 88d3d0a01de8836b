import { expect, test } from 'vitest';
import { whatToType } from '../ready.mjs';

test.each([
  ['pnpm 12 with the workshop’s Node', 'pnpm/12.21.0 npm/? node/? linux x64', '26.10.0', true, undefined],
  ['no package manager, Node 24', undefined, '24.1.0', true, undefined],
  ['npm', 'npm/10.8.2 node/v20.20.2 linux x64', '20.20.2', false, /not with npm: type: npx -y pnpm@12 test$/],
  ['pnpm 9', 'pnpm/9.15.9 npm/? node/v20.20.2', '20.20.2', false, /not with pnpm 9\.15\.9: type: npx -y pnpm@12 test$/],
  ['Node 20 alone', undefined, '20.20.2', true, /Node 20\.20\.2 was found instead: type: npx -y pnpm@12 test$/],
  ['nothing installed', undefined, '26.10.0', false, /not installed yet: type: npx -y pnpm@12 test$/],
])('%s', (_title, agent, node, installed, expected) => {
  const line = whatToType('test', node, agent, installed);
  if (expected === undefined) expect(line).toBeUndefined();
  else expect(line).toMatch(expected);
});
