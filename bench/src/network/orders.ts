// What the measuring process asks of the crowd, and what the crowd answers.

/** Orders are carried out one after the other, and each is answered when it is done. */
export type Order =
  /** Adds so many subscribers at a broker, to the one channel that is published to, or to channels of their own. */
  | { readonly task: 'join'; readonly url: string; readonly sessions: number; readonly channels: 'shared' | number }
  /** Adds so many publishers at a broker. They get nothing. */
  | { readonly task: 'publishers'; readonly url: string; readonly sessions: number }
  /** Publishes until every subscriber has got the same message: then interest has reached all brokers, and nothing is on its way. */
  | { readonly task: 'settle' }
  /** Publishes for so long, with so many messages in flight. A message is in flight until the last subscriber has it. */
  | { readonly task: 'flood'; readonly seconds: number; readonly window: number }
  /** Publishes so many messages a second, whatever becomes of them. */
  | { readonly task: 'drip'; readonly seconds: number; readonly perSecond: number };

export interface Answers {
  readonly join: object;
  readonly publishers: object;
  readonly settle: object;
  readonly flood: Flood;
  readonly drip: Drip;
}

export interface Flood {
  readonly publishes: number;
  /** From the first publish to the last delivery. */
  readonly seconds: number;
  /** The crowd's own CPU time, in µs. It tells whether the crowd was the bottleneck. */
  readonly cpu: number;
}

/** The time from `write` to the delivery, in ms, over all subscribers and messages. */
export interface Drip {
  readonly p50: number;
  readonly p99: number;
}

/** What the crowd's process sends. */
export type Reply = { readonly answer: object } | { readonly error: string };
