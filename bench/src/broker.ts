// A broker to measure: a process of its own, which can be asked how much CPU time and memory it uses.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Profiler } from 'node:inspector';
import { fileURLToPath } from 'node:url';

export class MeasuredBroker {
  readonly url: URL;
  readonly #child: ChildProcess;
  /** Rejects when it has ended. */
  readonly #end: Promise<never>;

  private constructor(child: ChildProcess, url: URL) {
    this.#child = child;
    this.url = url;
    this.#end = once(child, 'exit').then(() => {
      throw new Error('the broker has ended');
    });
    this.#end.catch(() => {}); // nobody may be asking then
  }

  /** Starts a broker's main file on any free port, and resolves when it listens. */
  static async start(main: URL, settings: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Promise<MeasuredBroker> {
    const child = fork(fileURLToPath(main), args, {
      execArgv: ['--import', String(new URL('./report-usage.mjs', import.meta.url))],
      env: { ...process.env, PORT: '0', ...settings },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    // Its log is no part of the figures, so it is shown only if the broker ends by itself.
    let log = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text));
    const closed = once(child, 'close');
    for await (const chunk of child.stdout ?? []) {
      const found = /ws:\/\/\S+/.exec(String(chunk));
      if (!found) continue;
      void closed.then(() => child.killed || console.error(log));
      return new MeasuredBroker(child, new URL(found[0]));
    }
    await closed;
    throw new Error(`${fileURLToPath(main)} ended before it listened:\n${log.trim()}`);
  }

  /** User and system CPU time since it started, in µs. */
  async cpu(): Promise<number> {
    const { user, system } = await this.#ask<NodeJS.CpuUsage>('cpu');
    return user + system;
  }

  /** Resident bytes, without garbage. */
  memory(): Promise<number> {
    return this.#ask('memory');
  }

  /** Begins a profile. */
  async profile(): Promise<void> {
    await this.#ask('profile');
  }

  /** Ends the profile, and resolves with it. */
  profiled(): Promise<Profiler.Profile> {
    return this.#ask('profiled');
  }

  async #ask<T>(what: string): Promise<T> {
    this.#child.send(what);
    const [answer] = (await Promise.race([once(this.#child, 'message'), this.#end])) as [T];
    return answer;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#end.catch(() => {}); // it may have ended before by itself
  }
}
