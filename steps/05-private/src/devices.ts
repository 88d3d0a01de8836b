// Which sessions each user has. A user is not a session: a second tab does not replace the first.

import { inboxOf } from '#users';
import type { Session } from '01-basic-pubsub';
import type { MessageStore, TaggedPacket } from '02-persistence';
import type { UserSession } from '03-auth';

// #region device
/** One of a user's sessions. */
export interface Device extends UserSession {
  /** The newest seq in the user's inbox when this session logged in. Everything after it comes live. */
  inboxStart?: number;
}
// #endregion device

const NOBODY: ReadonlySet<Device> = new Set();

export class Devices {
  /** By inbox: the sessions of each user who is online. */
  readonly #devices = new Map<string, Set<Device>>();
  readonly #store: Pick<MessageStore, 'bounds'>;

  constructor(store: Pick<MessageStore, 'bounds'>) {
    this.#store = store;
  }

  /** The sessions of the user to whom an inbox belongs. */
  of(inbox: string): ReadonlySet<Device> {
    return this.#devices.get(inbox) ?? NOBODY;
  }

  /** A session has logged in: from now on it gets whatever comes into its user's inbox, without a SUBSCRIBE (P6-1). */
  join(session: Device): void {
    // #region join
    const inbox = inboxOf(session);
    this.#devices.set(inbox, (this.#devices.get(inbox) ?? new Set()).add(session));
    session.inboxStart = this.#store.bounds(inbox).newest;
    // #endregion join
  }

  /** A session has gone. The user's other sessions stay. */
  leave(session: Device): void {
    if (session.user === undefined) return;
    // #region leave
    const inbox = inboxOf(session);
    const devices = this.#devices.get(inbox);
    devices?.delete(session);
    if (devices?.size === 0) this.#devices.delete(inbox);
    // #endregion leave
  }

  /** PUBLISH:@bob:<body> from Alice reaches Bob's devices as MSG:@alice:<body>, and her other devices as MSG:@bob:<body> (P6-1, P6-2). */
  deliver(copies: ReadonlyMap<string, TaggedPacket>, publisher: Session | undefined): void {
    // #region deliver
    for (const [inbox, packet] of copies) {
      for (const session of this.of(inbox)) if (session !== publisher) packet.sendTo(session);
    }
    // #endregion deliver
  }
}
