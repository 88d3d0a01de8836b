// Flow control: the broker reads from a client no faster than it can do its commands, and sends it stored messages no faster than the
// client takes them.

import type { Session } from '01-basic-pubsub';

/** What a transport can do from this stage on, besides sending. */
export interface Pace {
  /** Stops reading from the client. */
  pause(): void;
  /** Reads from it again. */
  resume(): void;
  /** Resolves once the client has taken everything sent so far, or has gone; never in the same turn of the event loop. */
  drained(): Promise<void>;
}

/** A session as commands see it. In fact it has all of `Pace`: `Dialogue.receive`, through which every client comes in, takes no other. */
export interface PacedSession extends Session, Partial<Pace> {}
