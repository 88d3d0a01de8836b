// Stage 04: who is typing. It ends by itself, and nobody is left believing in it.

import { Refusal } from './frames.mjs';
import { Session as PreviousSession } from './stage-03.mjs';
import { Typists } from './typists.mjs';

/**
 * @typedef {import('./stage-03.mjs').Frame} Frame
 * @typedef {import('./stage-03.mjs').World & { typists: Typists }} World
 */

export class Session extends PreviousSession {
  /**
   * @param {import('./connection.mjs').Connection} connection
   * @param {World} world
   */
  constructor(connection, world) {
    super(connection, world);
    this.typists = world.typists;
    this.commands.set('USER_TYPING', { body: 'none', obey: (frame) => this.startTyping(frame) });
    this.commands.set('USER_STOPPED', { body: 'none', obey: (frame) => this.stopTyping(frame) });
  }

  /**
   * @override
   * @param {import('./settings.mjs').Settings} settings
   * @param {number} stage
   * @returns {Promise<World>}
   */
  static async createWorld(settings, stage) {
    return { ...(await super.createWorld(settings, stage)), typists: new Typists() };
  }

  /**
   * USER_TYPING:<channel>
   * @param {Frame} frame
   */
  async startTyping(frame) {
    const place = this.boxOf(frame);
    if (!this.mayTypeIn(place)) throw new Refusal('FORBIDDEN', `subscribe first: SUBSCRIBE:${place}`);
    this.boxToWrite(frame);
    await this.quiet();
    const typing = this.typists.find(place, this.name) ?? this.#begin(place);
    typing.by.add(this);
    typing.timer?.refresh();
    if (frame.tags) this.ok(frame, frame.target ?? '');
  }

  /** @param {string} place */
  mayTypeIn(place) {
    return this.subscriptions.has(place);
  }

  /** @param {string} place */
  #begin(place) {
    const who = { place, user: this.name, shown: this.shownTo(place) };
    const listeners = /** @type {Iterable<Session>} */ (this.listenersOf(place));
    const typing = this.typists.begin(who, listeners, [this]);
    typing.timer = setTimeout(() => this.typists.end(typing), this.world.settings.TYPING_EXPIRY_MS);
    return typing;
  }

  /**
   * How others see a place.
   * @param {string} place
   */
  shownTo(place) {
    return place;
  }

  /**
   * USER_STOPPED:<channel>
   * @param {Frame} frame
   */
  async stopTyping(frame) {
    const place = this.boxOf(frame);
    await this.quiet();
    this.typists.end(this.typists.find(place, this.name));
    if (frame.tags) this.ok(frame, frame.target ?? '');
  }

  /**
   * @override
   * @param {Frame} frame
   * @param {import('./stage-02.mjs').Message} message
   * @param {import('./stage-02.mjs').Receipt} receipt
   */
  settle(frame, message, receipt) {
    if (!receipt.duplicate) this.typists.end(this.typists.find(message.target, this.name)); // before the message (P5-5)
    super.settle(frame, message, receipt);
  }

  /**
   * @override
   * @param {string} box
   * @param {number} newest
   */
  listen(box, newest) {
    const isNew = !this.subscriptions.has(box);
    super.listen(box, newest);
    if (isNew) this.hearWhoTypes(box);
  }

  /** @param {string} place */
  hearWhoTypes(place) {
    for (const typing of this.typists.in(place)) this.typists.tell(typing, this);
  }

  /**
   * @override
   * @param {string} box
   */
  stopListening(box) {
    super.stopListening(box);
    this.leavePlace(box);
  }

  /** @param {string} place */
  leavePlace(place) {
    for (const typing of this.typists.in(place)) this.typists.leave(typing, this);
  }

  /** @override */
  leave() {
    super.leave();
    for (const typing of this.typists.all()) this.typists.leave(typing, this);
  }
}
