// Stage 05: private messages. A user has an inbox, a box like that of a channel, in which both sides of a conversation lie.

import { isName, Refusal } from './frames.mjs';
import { Session as PreviousSession } from './stage-04.mjs';

/** @typedef {import('./stage-04.mjs').Frame} Frame */

export class Session extends PreviousSession {
  get inbox() {
    return `@${this.name}`;
  }

  /**
   * A channel, or `@user`.
   * @override
   * @param {Frame} frame
   */
  boxOf(frame) {
    const { target = '' } = frame;
    if (!isInbox(target)) return super.boxOf(frame);
    if (isName(target.slice(1))) return target;
    throw new Refusal('BAD_CHANNEL', 'a user is @ and one word of at most 64 letters, digits, _ and -');
  }

  /**
   * One's own inbox needs no SUBSCRIBE (P6-1).
   * @override
   * @param {import('./tokens.mjs').Identity} identity
   */
  welcome(identity) {
    super.welcome(identity);
    this.listen(this.inbox, this.store.shelves.newest(this.inbox));
  }

  /**
   * @override
   * @param {string} box
   */
  mayRead(box) {
    return isInbox(box) ? box === this.inbox : super.mayRead(box);
  }

  /**
   * @override
   * @param {Frame} frame
   */
  async unsubscribe(frame) {
    if (isInbox(this.boxOf(frame))) throw new Refusal('FORBIDDEN', "your own inbox is always yours, and another's never");
    await super.unsubscribe(frame);
  }

  /**
   * HISTORY:@<user> is one's conversation with that user: part of one's own inbox (P6-6).
   * @override
   * @param {Frame} frame
   */
  shelfOf(frame) {
    const target = this.boxOf(frame);
    return isInbox(target) ? { box: this.inbox, shown: target } : super.shelfOf(frame);
  }

  /**
   * In both inboxes, under the name of the other one (P6-1, P6-2); one to oneself is kept once (P6-10).
   * @override
   * @param {import('./stage-02.mjs').Message} message
   * @returns {import('./shelves.mjs').Lies[]}
   */
  placesFor(message) {
    const { target } = message;
    if (!isInbox(target)) return super.placesFor(message);
    return target === this.inbox
      ? [[target, target]]
      : [
          [this.inbox, target],
          [target, this.inbox],
        ];
  }

  /**
   * The session that sends a private message has it already (P6-2).
   * @override
   * @param {import('./stage-02.mjs').Delivery} delivery
   */
  handOn(delivery) {
    if (!isInbox(delivery.entry.box)) return super.handOn(delivery);
    for (const listener of this.listenersOf(delivery.entry.box)) if (listener !== this) listener.deliver(delivery);
  }

  /**
   * @override
   * @param {string} place
   */
  mayTypeIn(place) {
    return isInbox(place) || super.mayTypeIn(place);
  }

  /**
   * Whoever comes later is not told who is typing to them (P6-11).
   * @override
   * @param {string} place
   */
  hearWhoTypes(place) {
    if (!isInbox(place)) super.hearWhoTypes(place);
  }

  /**
   * @override
   * @param {string} place
   */
  shownTo(place) {
    return isInbox(place) ? this.inbox : super.shownTo(place);
  }
}

/** @param {string} box */
function isInbox(box) {
  return box.startsWith('@');
}
