// A publisher that never pauses. After a crash it comes back, and publishes again what was not answered.

import type { Frame } from '@workshop/protocol';
import { parseFrame } from '../frames.ts';
import type { Broker } from '../broker.ts';
import { type Failure, wrong } from '../check.ts';
import type { Client } from '../client.ts';
import { withinLimit } from '../time.ts';
import type { Context } from '../context.ts';
import { stampOf, type Stored } from '../messages.ts';

/** So many publishes are in flight. */
const WINDOW = 32;
/** While NATS is away, a publish is refused, and the one after it may not be: with one in flight, the order is kept. */
const WINDOW_ON_NATS = 1;
/** A refused publish is sent again after so many ms. */
const AGAIN_MS = 100;
const FINISH_LIMIT_MS = 20_000;

export class StormPublisher {
  /** Is called for each answer. */
  onAnswer = () => {};
  /** Is called for each publish that is refused because NATS is away. */
  onRefusal = () => {};
  /** Rejects when a publish is refused. */
  readonly refused: Promise<never>;
  readonly #context: Context;
  readonly #broker: Broker;
  readonly #channel: string;
  readonly #who: string;
  readonly #user: string;
  #refuse: (failure: Failure) => void = () => {};
  #client: Client | undefined;
  #published = 0;
  #finishing = false;
  /** The ids that were not answered yet, in the order in which they were published. */
  readonly #open = new Set<string>();
  /** The seq that each of the other ids was answered with. */
  readonly #answered = new Map<string, number>();

  constructor(context: Context, broker: Broker, channel: string, who: string) {
    this.#context = context;
    this.#broker = broker;
    this.#channel = channel;
    this.#who = who;
    this.#user = context.random.word('publisher');
    this.refused = new Promise((_resolve, reject) => (this.#refuse = reject));
    this.refused.catch(() => {});
  }

  /** All that it has published, in order. */
  get ids(): readonly string[] {
    return Array.from({ length: this.#published }, (_, n) => `${this.#user}.${n}`);
  }

  async join(): Promise<void> {
    if (this.#client?.isOpen) await this.#client.leave(); // an id that is open on two connections is answered on both
    const client = (this.#client = await this.#context.join(this.#who, { broker: this.#broker, user: this.#user }));
    client.watch((text) => this.#hear(client, parseFrame(text)));
    client.send(...Array.from(this.#open, (id) => this.#publish(id)));
    this.#fill(client);
  }

  /** Comes back for the last time; resolves when nothing is open any more. */
  async finish(): Promise<void> {
    this.#finishing = true;
    const answered = new Promise<boolean>((resolve) => {
      this.onAnswer = () => {
        if (this.#open.size === 0) resolve(true);
      };
    });
    await this.join();
    if (this.#open.size === 0 || (await withinLimit(Promise.race([answered, this.refused]), FINISH_LIMIT_MS))) return;
    throw wrong('after SIGKILL, a publish that was sent again was not answered', 'an answer to each', `${this.#open.size} without one`);
  }

  #publish(id: string): string {
    return `@id=${id} PUBLISH:${this.#channel}:${id}`;
  }

  #fill(client: Client): void {
    if (this.#finishing) return;
    const frames: string[] = [];
    for (; this.#open.size < (this.#context.sharesStore ? WINDOW_ON_NATS : WINDOW); this.#published += 1) {
      const id = `${this.#user}.${this.#published}`;
      this.#open.add(id);
      frames.push(this.#publish(id));
    }
    if (frames.length > 0) client.send(...frames);
  }

  #hear(client: Client, frame: Frame): void {
    const { seq, id } = stampOf(frame);
    if (this.#context.sharesStore && frame.verb === 'ERROR' && frame.target === 'UNREACHABLE') return this.#tryAgain(client);
    if (frame.verb !== 'OK' || !this.#open.delete(id)) {
      const got = [frame.verb, frame.target, frame.body].join(':');
      this.#refuse(
        wrong('in a storm, a publish was not answered with an OK and its id', `OK:PUBLISH:${this.#channel}, once for each`, got),
      );
      return;
    }
    this.#answered.set(id, seq);
    this.#fill(client);
    this.onAnswer();
  }

  /** NATS is away (P8-4): what was refused is sent again with the same id, as it may be stored all the same. */
  #tryAgain(client: Client): void {
    this.onRefusal();
    setTimeout(() => client.isOpen && client.send(...Array.from(this.#open, (id) => this.#publish(id))), AGAIN_MS);
  }

  /**
   * @param seqs what the history has, by id
   * @param added what has come into it since the last time
   * @throws {Failure} when an answered message is not in the history as it was answered, or its messages are not in order
   */
  examine(seqs: ReadonlyMap<string, number>, added: readonly Stored[]): void {
    for (const [id, seq] of this.#answered) {
      const stored = seqs.get(id);
      if (stored === undefined)
        throw wrong(
          'after SIGKILL an answered message was lost',
          `id=${id} with seq=${seq}`,
          'it is not in the history',
          'answer when the transaction is committed, and let the commit reach the disk',
        );
      if (stored !== seq)
        throw wrong(
          'after SIGKILL a message has a different seq from the one that its publisher was told',
          `id=${id} with seq=${seq}`,
          `seq=${stored}`,
        );
    }
    const own = added.filter(({ id }) => id.startsWith(`${this.#user}.`)).map(({ id }) => Number(id.slice(this.#user.length + 1)));
    const overtaken = own.find((number, at) => number < (own[at - 1] ?? -1));
    if (overtaken !== undefined)
      throw wrong(
        'after SIGKILL the messages of one publisher are not in the order published',
        own.toSorted((a, b) => a - b).join(' '),
        own.join(' '),
      );
  }
}
