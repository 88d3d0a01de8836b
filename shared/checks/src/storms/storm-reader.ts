// A subscriber that is there in every round: after a crash it resumes after what it has seen.

import type { Frame } from '@workshop/protocol';
import { parseFrame } from '../frames.ts';
import type { Broker } from '../broker.ts';
import { wrong } from '../check.ts';
import { withinLimit } from '../time.ts';
import type { Context } from '../context.ts';
import { ok } from '../expected.ts';
import { stampOf, type Stored } from '../messages.ts';

const LIMIT_MS = 20_000;

export class StormReader {
  readonly seen: Stored[] = [];
  readonly #context: Context;
  readonly #broker: Broker;
  readonly #channel: string;
  readonly #user: string;
  #epoch: string | undefined;
  #onMessage = () => {};

  constructor(context: Context, broker: Broker, channel: string) {
    this.#context = context;
    this.#broker = broker;
    this.#channel = channel;
    this.#user = context.random.word('reader');
  }

  /** Subscribes, and resumes after the last message that it saw; the first time, from the beginning. */
  async join(): Promise<void> {
    const client = await this.#context.join('reader', { broker: this.#broker, user: this.#user });
    client.watch((text) => this.#hear(parseFrame(text)));
    const epoch = this.#epoch === undefined ? '' : `;epoch=${this.#epoch}`;
    client.send(`@since=${this.seen.at(-1)?.seq ?? 0}${epoch} SUBSCRIBE:${this.#channel}`);
    const answer = await client.gets(ok('SUBSCRIBE', this.#channel, { recovered: 1, epoch: this.#epoch ?? /./ }), {
      message: 'after SIGKILL a reader could not resume where it had been',
      cause: 'what it had seen was committed before, and the file is the same: so are its numbers and its epoch',
    });
    this.#epoch = answer.tags?.get('epoch');
  }

  #hear(frame: Frame): void {
    if (frame.verb !== 'MSG') return;
    this.seen.push({ ...stampOf(frame), body: frame.body ?? '' });
    this.#onMessage();
  }

  /** Resolves when it has seen this seq, or a higher one, or when that takes too long. */
  async reaches(seq: number): Promise<void> {
    const isThere = () => (this.seen.at(-1)?.seq ?? 0) >= seq;
    const reached = new Promise<void>((resolve) => (this.#onMessage = () => isThere() && resolve()));
    if (!isThere()) await withinLimit(reached, LIMIT_MS);
  }

  /**
   * @param seqs what the history has, by id
   * @throws {Failure} when it has seen something that is not there
   */
  examine(seqs: ReadonlyMap<string, number>): void {
    for (const { id, seq } of this.seen)
      if (seqs.get(id) !== seq)
        throw wrong(
          'after SIGKILL, a message that a subscriber had got was not in the history',
          `id=${id} with seq=${seq}`,
          seqs.has(id) ? `it has seq=${seqs.get(id)}` : 'it is not there',
          'deliver when the transaction is committed, and not before',
        );
  }
}
