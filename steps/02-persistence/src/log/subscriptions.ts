// Who reads which channel live. Later stages may refuse a subscription, and are told of each one that begins or ends.

import type { Broker, Channels, Session, Subscriber } from '01-basic-pubsub';

export interface Reader extends Subscriber {
  /** For each channel it is subscribed to, the newest seq at the time its subscription began (P3-18). */
  starts?: Map<string, number>;
  /** The log that is being replayed to it. What is published there meanwhile comes with the replay, and must not come in another way too. */
  replaying?: string | undefined;
}

type Listener = (session: Session, channel: string) => void;

export class Subscriptions {
  /** Called before a session reads a channel, live or from the log. Throw a Refusal to say no. */
  readonly check: Listener[] = [];
  readonly onBegin: Listener[] = [];
  /** Not called when a session goes away: `broker.onDisconnect` is called then. */
  readonly onEnd: Listener[] = [];
  readonly #broker: Broker;
  readonly #channels: Channels;

  constructor(broker: Broker, channels: Channels) {
    this.#broker = broker;
    this.#channels = channels;
  }

  /** @throws {Refusal} when the session may not read the channel */
  authorize(session: Session, channel: string): void {
    for (const check of this.check) check(session, channel);
  }

  /** Begins a session's live stream of a channel. One that has begun already keeps its start. @param newest the seq that the answer gave */
  begin(session: Reader, channel: string, newest = 0): void {
    if (!this.#broker.sessions.has(session)) return; // it went away during its replay
    const starts = (session.starts ??= new Map());
    if (!starts.has(channel)) starts.set(channel, newest);
    this.#channels.subscribe(session, channel);
    for (const listener of this.onBegin) listener(session, channel);
  }

  /** Ends a session's live stream of a channel, and forgets its start (P3-18). */
  end(session: Reader, channel: string): void {
    session.starts?.delete(channel);
    this.#channels.unsubscribe(session, channel);
    for (const listener of this.onEnd) listener(session, channel);
  }
}
