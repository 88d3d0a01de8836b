// Flow control: the broker reads from a client no faster than it can run the client's commands, and sends stored messages no faster than
// the client takes them.

import type { Session } from '01-basic-pubsub';

/** What a transport can do, besides sending, from this stage on. */
export interface Pace {
  /** Stops reading from the client. */
  pause(): void;
  /** Reads from it again. */
  resume(): void;
  /** Resolves once the client has taken everything sent so far, or has gone; never in the same turn of the event loop. */
  drained(): Promise<void>;
}

/** A session as commands see it. In practice it has all of `Pace`: every client comes in through `Dialogue.receive`, which requires it. */
export interface PacedSession extends Session, Partial<Pace> {}
