// How long a learner waits for a verdict: after a save, for a whole stage, and for all of `pnpm test`. Alone, or in turns with another
// checkout. A person waits seconds of the wall clock, which mean something only beside each other. The CPU time of everything that was
// started is in parentheses, if the system tells it: on a busy machine it stays the same.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median, printFigure } from './figures.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SAVES = fileURLToPath(new URL('./saves.ts', import.meta.url));
const STAGES = ['01-basic-pubsub', '02-persistence', '03-auth', '04-typing', '05-private', '06-federation'];

/** Units of CPU time in a second, whatever the kernel counts in. */
const TICKS = 100;

/** Makes stage 01 send PUBLISH where it should send MSG: a mistake at its heart. */
const BROKEN_HEART = `
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      return url.endsWith('/01-basic-pubsub/src/pubsub.ts') ? { ...loaded, source: String(loaded.source).replace("'MSG'", "'PUBLISH'") } : loaded;
    },
  });`;

/** In seconds. */
interface Time {
  readonly wall: number;
  readonly cpu?: number | undefined;
}

interface Scenario {
  readonly title: string;
  /** @param root of the checkout */
  run(root: string): Promise<Time>;
}

const scenarios: readonly Scenario[] = [
  ...STAGES.flatMap((stage) =>
    (['right', 'wrong'] as const).map((kind) => ({
      title: `after a ${kind} save, ${stage.slice(0, 2)}`,
      run: (root: string) => saves(root, stage, kind),
    })),
  ),
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
    run: async (root) => {
      rmSync(join(root, 'node_modules', '.cache', 'workshop'), { recursive: true, force: true });
      const { wall } = await timeOf(root, command(root), 'test');
      return { wall }; // vitest ends before its graders do, so their time is counted nowhere
    },
  },
];

/**
 * @param other another checkout of the workshop, installed
 * @param only measures only what has one of these texts in its title; with none, everything
 */
export async function feedback(other: string | undefined, only: readonly string[]): Promise<void> {
  const there = other === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? process.cwd(), other); // from where it was typed
  if (there !== undefined && !existsSync(join(there, 'steps'))) throw new Error(`--against ${other} is no checkout of the workshop`);
  console.log(`feedback (s${there ? '; this checkout, the other' : ''})`);
  const isWanted = ({ title }: Scenario) => only.length === 0 || only.some((text) => title.includes(text));
  for (const { title, run } of scenarios.filter(isWanted)) {
    const times = [await run(ROOT), ...(there === undefined ? [] : [await run(there)])];
    printFigure(title, times.map(format).join('  '));
  }
}

function format({ wall, cpu }: Time): string {
  return `${wall.toFixed(1).padStart(7)} ${cpu === undefined ? '' : `(${cpu.toFixed(1)})`.padStart(8)}`;
}

const main = (root: string, stage: string) => join(root, 'steps', stage, 'src', 'main.ts');
const command = (root: string) => join(root, 'shared', 'workshop', 'run.mjs');

/** How the checkout itself starts the stages that it judges. */
function grade(root: string, stage: string, ...args: readonly string[]): Promise<Time> {
  const quickStart = join(root, 'shared', 'checks', 'src', 'quick-start.cjs');
  const options = existsSync(quickStart) ? ['--require', quickStart] : [];
  return timeOf(root, command(root), 'grade', stage, '--', process.execPath, ...options, ...args);
}

/** How long a command takes in a checkout, whatever its outcome. */
async function timeOf(root: string, ...args: readonly string[]): Promise<Time> {
  const began = performance.now();
  const before = cpuOfEnded();
  await once(spawn(process.execPath, args, { cwd: root, stdio: 'ignore', env: { ...process.env, INIT_CWD: root } }), 'exit');
  const [wall, cpu] = [(performance.now() - began) / 1000, cpuOfEnded()];
  return { wall, cpu: cpu === undefined || before === undefined ? undefined : cpu - before };
}

/** User and system CPU time in seconds of all processes that this one, and those in turn, have started, as far as they have ended. */
function cpuOfEnded(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may contain anything
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

/** The median of some saves, from a process that loads the checkout's own watcher. */
async function saves(root: string, stage: string, kind: 'right' | 'wrong' | 'loop'): Promise<Time> {
  const child = spawn(process.execPath, [SAVES, String(pathToFileURL(root)), stage, kind], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await once(child, 'close');
  return { wall: median(printed.trim().split('\n').map(Number)) / 1000 };
}
