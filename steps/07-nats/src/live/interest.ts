// What this broker wants: one subscription in core NATS for each channel, pattern or inbox that its sessions want. NATS then sends a
// message only to brokers that want it, as the links of stage 06 did.

import type { Session } from '02-persistence';
import { covers } from '@workshop/protocol';
import type { Msg, Subscription } from '@nats-io/transport-node';
import type { Connection } from '#connection';
import { liveAndTyping, placeOf, STREAM, subjectsOf } from '#subjects';

/** How long to keep a subscription that nobody wants any more, in ms: a client may be reconnecting. */
const LINGER_MS = 500;

interface Follow {
  readonly key: string;
  readonly subscriptions: readonly Subscription[];
  /** Resolves when NATS has the subscription. */
  readonly begun: Promise<void>;
  /** The sequence of the stream at that time: everything stored later comes live. */
  start: number;
  /** The sequence of its newest message that was handed on. */
  newest: number;
  /** How many sessions want it, or commands need it for the moment. */
  holds: number;
  timer?: ReturnType<typeof setTimeout> | undefined;
}

/** Keeps a subscription for as long as a command needs it. A session that wants it meanwhile keeps it with `add`. */
interface Hold {
  /** Resolves when everything stored from then on comes live. NATS answers requests made meanwhile only after that. */
  readonly begun: Promise<void>;
  release(): void;
}

interface Interested extends Session {
  wants?: Set<string>;
}

export class Interest {
  /** Called when this broker begins to follow something. */
  readonly onFollow: ((key: string) => void)[] = [];
  readonly #connection: Connection;
  readonly #own: string;
  readonly #receive: (message: Msg) => void;
  readonly #follows = new Map<string, Follow>();

  /** @param own this broker's name */
  constructor(connection: Connection, own: string, receive: (message: Msg) => void) {
    this.#connection = connection;
    this.#own = own;
    this.#receive = receive;
  }

  get keys(): string[] {
    return [...this.#follows.keys()];
  }

  /**
   * Follows a channel, a pattern or an inbox.
   * @throws {Refusal} `UNREACHABLE` while NATS is away
   */
  async hold(key: string): Promise<Hold> {
    await this.#connection.ready();
    const follow = this.#follows.get(key) ?? this.#begin(key);
    follow.holds += 1;
    let isHeld = true;
    const release = () => {
      if (isHeld) this.#release(follow);
      isHeld = false;
    };
    return { begun: follow.begun, release };
  }

  /** A session wants something that is already followed. Wanting it again changes nothing. */
  add(session: Interested, key: string): void {
    const follow = this.#follows.get(key);
    const wants = (session.wants ??= new Set());
    if (!follow || wants.has(key)) return;
    wants.add(key);
    follow.holds += 1;
  }

  remove(session: Interested, key: string): void {
    const follow = this.#follows.get(key);
    if (session.wants?.delete(key) && follow) this.#release(follow);
  }

  leave(session: Interested): void {
    for (const key of session.wants ?? []) this.remove(session, key);
  }

  /** The newest message of a channel or an inbox that was handed on since this broker follows it. */
  newestOf(key: string): number {
    return this.#follows.get(key)?.newest ?? 0;
  }

  /** Notes that a message is stored, and is being handed on or needn't be. */
  note(key: string, seq: number): void {
    const follow = this.#follows.get(key);
    if (follow) follow.newest = Math.max(follow.newest, seq);
  }

  /** Whether messages under a subject come to this broker. */
  follows(subject: string): boolean {
    return this.#followsOf(subject).length > 0;
  }

  /** Whether a message should have come, because its channel was already followed when it was stored. */
  isMissed(subject: string, seq: number): boolean {
    return this.#followsOf(subject).some(({ start }) => start < seq);
  }

  close(): void {
    for (const { timer } of this.#follows.values()) clearTimeout(timer);
  }

  #followsOf(subject: string): Follow[] {
    const place = placeOf(subject);
    if (place?.users) return place.users.flatMap((user) => this.#follows.get(`@${user}`) ?? []);
    if (!place || (place.broker !== undefined && place.broker !== this.#own)) return [];
    const exact = this.#follows.get(place.channel);
    return exact ? [exact] : [...this.#follows.values()].filter(({ key }) => !key.startsWith('@') && covers(key, place.channel));
  }

  #begin(key: string): Follow {
    const { core, manager } = this.#connection.require();
    const callback = (error: Error | null, message: Msg) => {
      if (!error) this.#receive(message);
    };
    const subscriptions = subjectsOf(key, this.#own).map((subject) => core.subscribe(liveAndTyping(subject), { callback }));
    // This follows the subscription on the same connection, so the server has the subscription before it answers.
    const sequence = this.#connection.ask(async () => (await manager.streams.info(STREAM)).state.last_seq);
    const begun = sequence.then(
      (seq) => void (follow.start = seq),
      (error: unknown) => {
        if (this.#follows.get(key) === follow) this.#end(follow);
        throw error;
      },
    );
    begun.catch(() => {}); // a command that holds it may have failed before
    const follow: Follow = { key, subscriptions, begun, start: Number.POSITIVE_INFINITY, newest: 0, holds: 0 };
    this.#follows.set(key, follow);
    for (const listener of this.onFollow) listener(key);
    return follow;
  }

  #release(follow: Follow): void {
    follow.holds -= 1;
    if (follow.holds > 0) return;
    clearTimeout(follow.timer);
    follow.timer = setTimeout(() => {
      if (follow.holds === 0 && this.#follows.get(follow.key) === follow) this.#end(follow);
    }, LINGER_MS);
  }

  #end({ key, subscriptions, timer }: Follow): void {
    clearTimeout(timer);
    this.#follows.delete(key);
    for (const subscription of subscriptions) subscription.unsubscribe();
  }
}
