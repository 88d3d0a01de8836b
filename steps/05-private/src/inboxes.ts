// How private messages are stored: each in both users' inboxes, under the name of the other user.

import { isUser } from '#users';
import { type Journal, makeId, type Message, type MessageStore, receiptOf, TaggedPacket, tagsOf } from '02-persistence';

// #region private-message
/** A message from one user to another. Its channel is the user it is for, such as `@bob`. */
export interface PrivateMessage extends Message {
  /** By inbox: the MSG that its user's devices get. */
  copies?: Map<string, TaggedPacket>;
}
// #endregion private-message

export class Inboxes {
  readonly #store: MessageStore;
  readonly #journal: Journal;

  constructor(store: MessageStore, journal: Journal) {
    this.#store = store;
    this.#journal = journal;
  }

  /** Stores a message that is for a user, unless it is a repeat. */
  store(message: PrivateMessage): void {
    const { channel, from, id } = message;
    if (!channel.startsWith('@') || from === undefined) return;
    if (id === undefined || !this.#isRepeat(message, from, id)) this.#keep(message, from, id ?? makeId());
  }

  /**
   * Stores a message in both users' inboxes, in each under the other user's name and with a seq of its own. It makes no difference whether
   * the users are online, or exist at all (P6-3, P6-9). The publisher's OK has the seq of the publisher's inbox.
   */
  #keep(message: PrivateMessage, from: string, id: string): void {
    // #region keep
    const { channel, body, time = Date.now() } = message;
    const stamped = { id, from, time, body };
    message.copies = new Map();
    for (const [inbox, target] of partiesOf(from, channel)) {
      const seq = this.#journal.append(inbox, { ...stamped, target });
      message.copies.set(inbox, new TaggedPacket({ verb: 'MSG', target, body, tags: tagsOf({ ...stamped, seq }) }));
      if (inbox === `@${from}`) message.receipt = receiptOf({ seq, id });
    }
    // #endregion keep
  }

  /** Whether one of the two inboxes already has the message, by its publisher's own id (P3-6). The other inbox may have forgotten it. */
  #isRepeat(message: PrivateMessage, from: string, id: string): boolean {
    // #region repeat
    for (const [inbox, target] of partiesOf(from, message.channel)) {
      const seq = this.#store.find(inbox, { id, from, target });
      if (seq === undefined) continue;
      message.duplicate = true;
      message.receipt = new Map([...receiptOf({ seq, id }), ['dup', '1']]);
      return true;
    }
    return false;
    // #endregion repeat
  }
}

/**
 * The inboxes that keep a message, the sender's first, each with the target that the message has there. A message to oneself is kept in
 * one inbox (P6-10), and so is a message to a user of another broker, such as @bob@broker2: Bob's inbox is on that broker.
 */
function partiesOf(from: string, to: string): Map<string, string> {
  const parties: [inbox: string, target: string][] = [
    [`@${from}`, to],
    [to, `@${from}`],
  ];
  return new Map(parties.filter(([inbox]) => isUser(inbox)));
}
