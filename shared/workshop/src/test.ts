// `pnpm test [stage]`: the verdicts on the finished stages.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, vitest } from './tools.ts';

export async function test(args: readonly string[]): Promise<number> {
  const stages = readdirSync(join(ROOT, 'steps'));
  const wrong = args.find((arg) => !stages.some((stage) => stage === arg || stage.startsWith(`${arg}-`)));
  if (wrong !== undefined) {
    console.error(`${wrong} is no stage: give ${stages.map((stage) => stage.slice(0, 2)).join(', ')}, or nothing for all`);
    return 2;
  }
  return vitest('stages', ...args.map((arg) => `steps/${arg}`));
}
