// What the process that measures asks of the crowd, and what it is answered.

/** One thing after the other; each is answered when it is done. */
export type Order =
  /** So many more subscribers at a broker, of the one channel that is published to, or of channels of their own. */
  | { readonly task: 'join'; readonly url: string; readonly sessions: number; readonly channels: 'shared' | number }
  /** So many more publishers at a broker. They get nothing. */
  | { readonly task: 'publishers'; readonly url: string; readonly sessions: number }
  /** Publishes until every subscriber has got one and the same message: interest has reached all brokers, and nothing is on its way. */
  | { readonly task: 'settle' }
  /** Publishes for so long with so many messages in flight. One is in flight until the last subscriber has it. */
  | { readonly task: 'flood'; readonly seconds: number; readonly window: number }
  /** Publishes so many messages a second, whatever comes of them. */
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
  /** The crowd's own CPU time, in µs: whether it was the bottleneck. */
  readonly cpu: number;
}

/** From `write` to the delivery, in ms, over all subscribers and messages. */
export interface Drip {
  readonly p50: number;
  readonly p99: number;
}

/** What the process of a crowd sends. */
export type Reply = { readonly answer: object } | { readonly error: string };
