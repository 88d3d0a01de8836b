// The commands that the pages print, and what a reader who types them sees.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import { applyEdit, wrongBrokers } from '@workshop/checks/wrong';
import { exercisedFiles, exerciseFolder } from '@workshop/cli/exercise';
import { withoutBodies } from '@workshop/cli/regions';
import { finishedFile, loadStages, type Stage, stageNamed } from '@workshop/cli/stages';
import { firstMissing } from './output.ts';
import type { Fence, Page } from './pages.ts';

const LIMIT_MS = 300_000;

/** A fence `sh`, with the output fence that follows it. */
export interface Command {
  readonly line: number;
  readonly text: string;
  /** `run` ends by itself, `serve` is stopped once it has printed its output; `untested` is neither. */
  readonly kind: 'run' | 'serve' | 'untested';
  readonly exitCode: number;
  /** The regions of the exercise that are written from here on, if that changes. */
  readonly solved: readonly string[] | undefined;
  /** The check that catches a mistake, which the exercise then has: the stage's first wrong broker for it in an exercised file. */
  readonly mistake: string | undefined;
  readonly output: string | undefined;
  /** What the reader was told to save before, by file name: a fence with the word `file=name`. */
  readonly files: ReadonlyMap<string, string>;
}

/** @throws {Error} for a fence whose words say nothing, or something else */
export function commandsOf({ name, fences }: Page): Command[] {
  let files = new Map<string, string>();
  return fences.flatMap((fence, n) => {
    const [, file] = /^file=(.+)$/.exec(fence.words[0] ?? '') ?? [];
    if (file !== undefined) files.set(file, `${fence.text}\n`);
    if (fence.language !== 'sh') return [];
    const next = fences[n + 1];
    const output = next?.follows && next.words[0] === 'output' ? next.text : undefined;
    const command = { ...readCommand(name, fence, output), files };
    files = new Map();
    return [command];
  });
}

function readCommand(page: string, { words, text, line }: Fence, output: string | undefined): Omit<Command, 'files'> {
  const [kind, ...options] = words;
  const where = `${page}:${line}`;
  if (kind !== 'run' && kind !== 'serve' && kind !== 'untested')
    throw new Error(`${where}: a command is printed, and nobody knows whether it works: write \`\`\`sh run, serve or untested`);
  if (kind === 'serve' && output === undefined) throw new Error(`${where}: what does it print? Put a fence txt output behind it`);
  let exitCode = 0;
  let solved: readonly string[] | undefined;
  let mistake: string | undefined;
  for (const option of options) {
    const [key, value = ''] = option.split('=');
    if (key === 'exit') exitCode = Number(value);
    else if (key === 'solved') solved = value.split(',');
    else if (key === 'wrong') mistake = value;
    else throw new Error(`${where}: ${option} is no option: give exit=1, solved=region,region or wrong=check`);
  }
  if (mistake !== undefined && solved === undefined) throw new Error(`${where}: wrong=${mistake} needs solved= beside it`);
  return { line, text, kind, exitCode, solved, mistake, output };
}

/** Writes a stage's exercise in a copy of the workshop, as far as it is solved: `all`, `none`, or regions. */
export async function writeExercise(workshop: string, name: string, solved: readonly string[]): Promise<void> {
  const stage = await stageOf(workshop, name);
  const unknown = solved.filter((region) => region !== 'all' && region !== 'none' && !stage.tasks.some((task) => task.region === region));
  if (unknown.length > 0) throw new Error(`stage ${name} has no exercise region ${unknown.join(', ')}`);
  mkdirSync(exerciseFolder(stage), { recursive: true });
  for (const file of exercisedFiles(stage)) {
    const open = stage.tasks.filter((task) => task.file === file && !solved.includes('all') && !solved.includes(task.region));
    writeFileSync(exercisePath(stage, file), withoutBodies(readFileSync(finishedFile(stage, file), 'utf8'), open));
  }
}

/** Makes in the exercise the mistake of a stage's first wrong broker for a check that is wrong in one exercised file alone. */
async function writeMistake(workshop: string, name: string, check: string): Promise<void> {
  const stage = await stageOf(workshop, name);
  /** By the file that it takes the place of, as wrong brokers name it. */
  const exercises = new Map(exercisedFiles(stage).map((file) => [addressOf(stage, finishedFile(stage, file)), exercisePath(stage, file)]));
  for (const mistake of wrongBrokers[name] ?? []) {
    const path = exercises.get(mistake.file);
    if (mistake.check !== check || mistake.also || path === undefined) continue;
    return writeFileSync(path, applyEdit(readFileSync(path, 'utf8'), mistake, `${name}, mistake for ${check}`));
  }
  throw new Error(`stage ${name} has no mistake for ${check} in a file of its exercise`);
}

async function stageOf(workshop: string, name: string): Promise<Stage> {
  return stageNamed(await loadStages(workshop), name);
}

const exercisePath = (stage: Stage, file: string) => join(exerciseFolder(stage), `${file}.ts`);
/** A file from its package's name on, such as `02-persistence/src/log/journal.ts`. */
const addressOf = ({ folder, name }: Stage, path: string) => [name, ...relative(folder, path).split(sep)].join('/');

/** As if the learner had only come today. */
export function forgetProgress(workshop: string): void {
  const exercises = globSync('steps/*/exercise', { cwd: workshop });
  for (const folder of ['.progress', 'mine', ...exercises]) rmSync(join(workshop, folder), { recursive: true, force: true });
}

/** The folder in which `npx` keeps pnpm's own program. Started through `npx` each time, npm's start would cost more than most commands. */
export function folderOfPnpm(workshop: string): string {
  const options = { cwd: workshop, encoding: 'utf8', shell: process.platform === 'win32' } as const; // npx is a .cmd there
  return dirname(execFileSync('npx', ['-y', 'pnpm@12', 'exec', 'node', '-p', 'process.env.npm_execpath'], options).trim());
}

export interface Outcome {
  readonly printed: string;
  readonly exitCode: number | null;
}

/** Does what the text asks for before a command. */
export async function prepare(command: Command, workshop: string, stage: string): Promise<void> {
  for (const [name, text] of command.files) writeFileSync(join(workshop, name), text);
  if (command.solved) await writeExercise(workshop, stage, command.solved);
  if (command.mistake !== undefined) await writeMistake(workshop, stage, command.mistake);
}

/** Runs a command as printed, in a shell that finds pnpm. One that serves is stopped as soon as it has printed its output. */
export async function run(command: Command, workshop: string, pnpm: string): Promise<Outcome> {
  const child = spawn(command.text, { shell: true, cwd: workshop, env: environment(pnpm), detached: process.platform !== 'win32' });
  let printed = '';
  const timer = setTimeout(() => stop(child), LIMIT_MS);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      if (command.kind === 'serve' && firstMissing(command.output ?? '', printed, false) === undefined) stop(child);
    });
  }
  const [exitCode] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { printed, exitCode };
}

/** A reader's terminal: not that of a test, of CI or of a script of pnpm's. */
function environment(pnpm: string): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(?!config_)|pnpm_|vitest|node_env|ci$|init_cwd|test$|dev$|prod$)/i.test(name),
  );
  const path = Object.keys(process.env).find((name) => name.toLowerCase() === 'path') ?? 'PATH';
  return { ...Object.fromEntries(ours), [path]: `${pnpm}${delimiter}${process.env[path] ?? ''}`, NO_COLOR: '1', PORT: '0' };
}

/** Ends a command with all that it started, as Ctrl-C does. */
function stop({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') execFileSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    else process.kill(-pid, 'SIGINT');
  } catch {
    // It has ended by itself.
  }
}
