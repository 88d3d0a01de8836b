// Which brokers are up. There are no links between them that could break, so each says at regular intervals over core NATS that it is up.

import type { Connection, Nats } from '#connection';
import { isNotFound } from '#errors';
import { found } from '#reader';
import { brokerSubject, nameSubject, PRESENCE, STREAM } from '#subjects';
import { quote, Refusal } from '@workshop/protocol';
import { readAddress } from '06-federation';

/** How long to wait for another broker to say that it has our name, in ms. */
const CLAIM_MS = 300;

/** What brokers tell each other over core NATS, apart from typing. */
export type Word =
  | { readonly kind: 'here' | 'gone'; readonly broker: string }
  /** The broker has begun to follow a channel or a pattern: who is typing there? */
  | { readonly kind: 'who'; readonly broker: string; readonly key: string };

export class Presence {
  readonly onWho: ((key: string, broker: string) => void)[] = [];
  /** Called when a broker has gone, or hasn't been heard from for too long. */
  readonly onGone: ((broker: string) => void)[] = [];
  readonly #connection: Connection;
  readonly #own: string;
  /** Tells this process apart from another broker of the same name. */
  readonly #run = crypto.randomUUID();
  readonly #interval: number;
  readonly #known = new Set<string>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #beat: ReturnType<typeof setInterval> | undefined;
  #isListening = false;

  /** @param interval how often a broker says that it is up, in ms */
  constructor(connection: Connection, own: string, interval: number) {
    this.#connection = connection;
    this.#own = own;
    this.#interval = interval;
    connection.onUp.push((nats) => this.#begin(nats));
  }

  /**
   * Resolves when the broker of an address is here, or was at any time (P7-12).
   * @throws {Refusal} `UNREACHABLE` when it never was
   */
  async reach(address: string): Promise<void> {
    const { broker } = readAddress(address);
    if (this.#known.has(broker)) return;
    const word = await this.#connection.ask(({ manager }) =>
      found(manager.streams.getMessage(STREAM, { last_by_subj: brokerSubject(broker) })),
    );
    if (!word) throw new Refusal('UNREACHABLE', `no broker ${quote(broker)} was ever on this NATS server: see its BROKER_NAME`);
    this.#known.add(broker);
  }

  ask(key: string): void {
    this.#say({ kind: 'who', broker: this.#own, key });
  }

  close(): void {
    clearInterval(this.#beat);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#say({ kind: 'gone', broker: this.#own });
  }

  #say(word: Word): void {
    if (this.#connection.isUp) this.#connection.require().core.publish(PRESENCE, JSON.stringify(word));
  }

  async #begin({ core, manager, jetstream }: Nats): Promise<void> {
    if (!this.#isListening) {
      await this.#claim(core);
      core.subscribe(nameSubject(this.#own), { callback: (_error, message) => void message.respond(this.#run) });
      core.subscribe(PRESENCE, { callback: (error, message) => void (error || this.#hear(message.json<Word>())) });
      this.#beat = setInterval(() => this.#say({ kind: 'here', broker: this.#own }), this.#interval);
      this.#isListening = true;
    }
    const subject = brokerSubject(this.#own);
    const word = await manager.streams.getMessage(STREAM, { last_by_subj: subject }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
    if (!word) await jetstream.publish(subject, new Date().toISOString());
    this.#known.add(this.#own);
  }

  /** @throws {Error} when another broker has this name */
  async #claim(core: Nats['core']): Promise<void> {
    const answer = await core.request(nameSubject(this.#own), '', { timeout: CLAIM_MS }).catch(() => undefined); // none, we hope
    if (answer && answer.string() !== this.#run)
      throw new Error(`another broker is called ${this.#own}: give this one a BROKER_NAME of its own`);
  }

  #hear(word: Word): void {
    if (word.broker === this.#own) return;
    if (word.kind === 'who') for (const listener of this.onWho) listener(word.key, word.broker);
    else if (word.kind === 'gone') this.#lose(word.broker);
    else this.expect(word.broker);
  }

  /** A broker was heard from. If it says nothing more for two intervals, it is gone. */
  expect(broker: string): void {
    clearTimeout(this.#timers.get(broker));
    this.#timers.set(
      broker,
      setTimeout(() => this.#lose(broker), 2 * this.#interval),
    );
  }

  #lose(broker: string): void {
    clearTimeout(this.#timers.get(broker));
    this.#timers.delete(broker);
    for (const listener of this.onGone) listener(broker);
  }
}
