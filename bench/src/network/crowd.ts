// The load, subscribers and publishers, in a process of its own: so its CPU is counted neither with the brokers nor with the bench.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answers, Order, Reply } from './orders.ts';

export class Crowd {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  /** @param secret of the brokers' tokens */
  constructor(secret: string) {
    this.#child = fork(fileURLToPath(new URL('./crowd-process.ts', import.meta.url)), { env: { ...process.env, AUTH_SECRET: secret } });
    this.#ended = once(this.#child, 'exit').then(() => {
      throw new Error('the crowd has ended');
    });
    this.#ended.catch(() => {}); // those who wait for an answer are told
  }

  /** @throws {Error} that says what went wrong there */
  async do<O extends Order>(order: O): Promise<Answers[O['task']]> {
    this.#child.send(order);
    const [reply] = (await Promise.race([once(this.#child, 'message'), this.#ended])) as [Reply];
    if ('error' in reply) throw new Error(`the crowd at ${order.task}: ${reply.error}`);
    return reply.answer as Answers[O['task']];
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}
