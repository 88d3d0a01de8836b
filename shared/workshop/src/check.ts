// `pnpm check`: what CI runs. Each step is a command that a person can run alone.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { map } from './map.ts';
import { ROOT, run, vitest } from './tools.ts';
import { readArguments, UsageError } from './usage.ts';

const USAGE = 'type pnpm check [--no-stages | --map [--root CHECKOUT] [--calls]]';

/**
 * Runs every step, even after one has failed, so that one run shows everything that is wrong. `--no-stages` leaves out what `pnpm test`
 * runs; `--map` only measures.
 */
export async function check(args: readonly string[]): Promise<number> {
  if (args[0] === '--map') return map(args.slice(1));
  const { values, positionals } = readArguments(args, { 'no-stages': { type: 'boolean' } }, USAGE);
  if (positionals.length > 0) throw new UsageError(`${positionals[0]} is one word too many: ${USAGE}`);
  const tools: Step[] = [
    ['lint', () => run('.', 'oxlint', '--deny-warnings')],
    ['format', () => run('.', 'oxfmt', '--check')],
    ['unused', () => run('.', 'knip')],
    ...typescriptProjects().map((project): Step => [`types: ${project}`, () => run('.', 'typescript/tsc', '-p', project)]),
  ];
  const tests: Step[] = ['unit', 'graders', 'wrong', 'browser', ...(values['no-stages'] ? [] : ['stages'])].map((project) => [
    `tests: ${project}`,
    () => vitest(project),
  ]);

  const failed = [...(await failures(tools)), ...(await failures(tests))];
  const failedTools = tools.filter(([title]) => failed.includes(title)).length;
  console.log(`\n${failed.length === 0 ? 'all is well' : `failed: ${failed.join(', ')}`}`);
  console.log(`checks: ${tools.length - failedTools} passed, ${failedTools} failed, besides the tests counted above`);
  return failed.length === 0 ? 0 : 1;
}

type Step = readonly [title: string, run: () => Promise<number>];

/** Runs the steps one after the other; resolves to the titles of those that failed. */
async function failures(steps: readonly Step[]): Promise<string[]> {
  const failed: string[] = [];
  for (const [title, step] of steps) {
    console.log(`\n— ${title}`);
    if ((await step()) !== 0) failed.push(title);
  }
  return failed;
}

function typescriptProjects(): string[] {
  return ['.', 'shared', 'steps', 'bonus']
    .flatMap((parent) =>
      readdirSync(join(ROOT, parent), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !/node_modules|^\./.test(entry.name))
        .map((entry) => join(parent, entry.name)),
    )
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .filter((name) => /^tsconfig.*\.json$/.test(name))
        .map((name) => join(folder, name)),
    );
}
