// How long a learner waits for a verdict: after a save, for a whole stage, and for all of `pnpm test`. Alone, or by turns with another
// checkout. Seconds of the wall clock, for that is what a person waits; they mean something beside each other only.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median, printFigure } from './figures.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SAVES = fileURLToPath(new URL('./saves.ts', import.meta.url));
const STAGES = ['01-basic-pubsub', '02-persistence', '03-auth', '04-typing', '05-private', '06-federation'];

/** Makes stage 01 send PUBLISH where MSG is due: a mistake at its heart. */
const BROKEN_HEART = `
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      return url.endsWith('/01-basic-pubsub/src/pubsub.ts') ? { ...loaded, source: String(loaded.source).replace("'MSG'", "'PUBLISH'") } : loaded;
    },
  });`;

interface Scenario {
  readonly title: string;
  /** Resolves to seconds. @param root of the checkout */
  run(root: string): Promise<number>;
}

const scenarios: readonly Scenario[] = [
  ...['01-basic-pubsub', '03-auth', '06-federation'].map((stage) => ({
    title: `after a save, ${stage.slice(0, 2)}`,
    run: (root: string) => saves(root, stage, 'right'),
  })),
  { title: 'an endless loop is told, 01', run: (root) => saves(root, '01-basic-pubsub', 'loop') },
  {
    title: 'a broken heart, all of 01',
    run: (root) => grade(root, '01', '--import', `data:text/javascript,${encodeURIComponent(BROKEN_HEART)}`, main(root, '01-basic-pubsub')),
  },
  ...STAGES.map((stage) => ({
    title: `${stage.slice(0, 2)} whole`,
    run: (root: string) => grade(root, stage.slice(0, 2), main(root, stage)),
  })),
  {
    title: 'pnpm test, as in a fresh clone',
    run: (root) => {
      rmSync(join(root, 'node_modules', '.cache', 'workshop'), { recursive: true, force: true });
      return timeOf(root, command(root), 'test');
    },
  },
];

/** @param other another checkout of the workshop, installed */
export async function feedback(other: string | undefined): Promise<void> {
  const there = other === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? process.cwd(), other); // where the person typed it
  if (there !== undefined && !existsSync(join(there, 'steps'))) throw new Error(`--against ${other} is no checkout of the workshop`);
  console.log(`feedback (s${there ? '; this checkout, the other' : ''})`);
  for (const { title, run } of scenarios) {
    const seconds = [await run(ROOT), ...(there === undefined ? [] : [await run(there)])];
    printFigure(title, seconds.map((each) => each.toFixed(1).padStart(7)).join('  '));
  }
}

const main = (root: string, stage: string) => join(root, 'steps', stage, 'src', 'main.ts');
const command = (root: string) => join(root, 'shared', 'workshop', 'run.mjs');

function grade(root: string, stage: string, ...args: readonly string[]): Promise<number> {
  return timeOf(root, command(root), 'grade', stage, '--', process.execPath, ...args);
}

/** How long a command takes in a checkout, whatever it says. */
async function timeOf(root: string, ...args: readonly string[]): Promise<number> {
  const began = performance.now();
  await once(spawn(process.execPath, args, { cwd: root, stdio: 'ignore', env: { ...process.env, INIT_CWD: root } }), 'exit');
  return (performance.now() - began) / 1000;
}

/** The median of some saves, from a process that loads the checkout's own watcher. */
async function saves(root: string, stage: string, kind: 'right' | 'loop'): Promise<number> {
  const child = spawn(process.execPath, [SAVES, String(pathToFileURL(root)), stage, kind], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await once(child, 'close');
  return median(printed.trim().split('\n').map(Number)) / 1000;
}
