// Starts commands in process groups of their own, and leaves none of them behind, however the grader ends.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { processesOf } from './ports.ts';
import { excerpt } from './transcript.ts';

const WINDOWS = process.platform === 'win32';
const OUTPUT_LIMIT = 256 * 1024;

/** A command line: the program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

const QUICK_START = fileURLToPath(new URL('./quick-start.cjs', import.meta.url));

/** The command that runs a stage of this workshop when it is judged. */
export function nodeCommand(...args: readonly string[]): Command {
  return [process.execPath, '--require', QUICK_START, ...args];
}

const running = new Set<ChildProcess>();

/** Kills a command, and everything that it has started and that is still in its group. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (WINDOWS) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL'); // nothing of the group is left, or it has no group of its own
  }
}

process.on('exit', () => running.forEach(killGroup));

/** Lets Ctrl-C and SIGTERM end this process as they would anyway, but kills all commands first. */
export function endCommandsOnSignals(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.once(signal, () => process.exit(code));
}

/** The last of what a command printed: it may print without end. */
class Output {
  #text = '';
  /** How many characters are no longer kept. */
  #dropped = 0;
  readonly #listeners = new Set<() => void>();

  add(chunk: string): void {
    const text = this.#text + chunk;
    this.#text = text.slice(-OUTPUT_LIMIT);
    this.#dropped += text.length - this.#text.length;
    for (const listener of this.#listeners) listener();
  }

  get text(): string {
    return this.#text;
  }

  /** How much has been printed, in characters: what `since` takes. */
  get length(): number {
    return this.#dropped + this.#text.length;
  }

  /** What was printed after so many characters, as far as it is kept. */
  since(length: number): string {
    return this.#text.slice(Math.max(0, length - this.#dropped));
  }

  /** Calls back whenever there is more; returns how to stop that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The command could not be started at all. */
  readonly error?: Error;
}

export class RunningCommand {
  readonly stdout = new Output();
  readonly stderr = new Output();
  /** How the command itself ended; what it has started may still run. */
  readonly exit: Promise<Exit>;
  ended: Exit | undefined;
  /** Resolves when it has ended and all that it printed has been read. */
  readonly closed: Promise<void>;
  readonly #child: ChildProcess;

  /** @param hasGroup whether it has a process group of its own; in this process's group, closing the terminal would end it too */
  constructor([program, ...args]: Command, environment: NodeJS.ProcessEnv, folder: string, hasGroup = true) {
    const child = (this.#child = spawn(program, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: hasGroup && !WINDOWS, // a process group of its own
      windowsHide: true,
    }));
    running.add(child);
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => this.stdout.add(chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => this.stderr.add(chunk));
    this.closed = new Promise((resolve) => child.once('close', () => resolve()));
    this.exit = new Promise((resolve) => {
      const end = (exit: Exit) => resolve((this.ended = exit));
      child.once('exit', (code, signal) => end({ code, signal }));
      child.once('error', (error) => end({ code: null, signal: null, error }));
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it has printed, as a person would quote it. */
  get said(): string {
    const [out, err] = [excerpt(this.stdout.text), excerpt(this.stderr.text)];
    if (out === '' && err === '') return 'it printed nothing';
    return [out && `it printed: ${out}`, err && `on standard error: ${err}`].filter(Boolean).join('\n');
  }

  /** Whether processes that it has started still run in its group, as far as the system tells. */
  hasChildren(): boolean {
    return processesOf(this.pid).some((pid) => pid !== String(this.pid));
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Signals the whole group: `SIGSTOP` freezes it, like a machine that hangs, and `SIGCONT` lets it go on. Not on Windows. */
  signalGroup(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined && !this.ended) process.kill(-this.#child.pid, signal);
  }

  /** From now on it does not keep this process alive: with nothing else to do, the process ends, and the command with it. */
  unref(): void {
    const { stdout, stderr } = this.#child;
    this.#child.unref();
    for (const stream of [stdout, stderr]) if (stream instanceof Socket) stream.unref();
  }

  /** Kills the command and its children; resolves when it is gone. */
  async kill(): Promise<void> {
    killGroup(this.#child);
    await this.exit;
    killGroup(this.#child); // a child that it started at its last moment
    running.delete(this.#child);
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }
}
