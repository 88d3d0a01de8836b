// A broker to measure: a process of its own, which can be asked how much CPU time and memory it uses.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export class MeasuredBroker {
  readonly url: URL;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: URL) {
    this.#child = child;
    this.url = url;
  }

  /** Starts a broker's main file on any free port, and resolves when it listens. */
  static async start(main: URL, settings: Readonly<Record<string, string>> = {}): Promise<MeasuredBroker> {
    const child = fork(fileURLToPath(main), {
      execArgv: ['--import', String(new URL('./report-usage.mjs', import.meta.url))],
      env: { ...process.env, PORT: '0', ...settings },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    // Its log is no part of the figures, so it is shown only if the broker ends by itself.
    let log = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text));
    child.once('close', () => child.killed || console.error(log));
    for await (const chunk of child.stdout ?? []) {
      const found = /ws:\/\/\S+/.exec(String(chunk));
      if (found) return new MeasuredBroker(child, new URL(found[0]));
    }
    throw new Error(`${main.pathname} ended before it listened`);
  }

  /** User and system CPU time since it started, in µs. */
  async cpu(): Promise<number> {
    this.#child.send('cpu');
    const [{ user, system }] = (await once(this.#child, 'message')) as [NodeJS.CpuUsage];
    return user + system;
  }

  /** Resident bytes, without garbage. */
  async memory(): Promise<number> {
    this.#child.send('memory');
    const [bytes] = (await once(this.#child, 'message')) as [number];
    return bytes;
  }

  async stop(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}
