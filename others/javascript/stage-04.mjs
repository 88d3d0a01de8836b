// Stage 04: who is typing. It ends by itself, and nobody is left believing in it.

import { Refusal } from './frames.mjs';
import { Session as PreviousSession } from './stage-03.mjs';

/**
 * @typedef {import('./stage-03.mjs').Frame} Frame
 *
 * @typedef {object} Typing one user who types in one place
 * @property {string} user
 * @property {string} shown the place as others see it
 * @property {Set<Session>} by the user's sessions that have said so
 * @property {Set<Session>} told the others' sessions that know of it, and so will be told of the end
 * @property {NodeJS.Timeout} timer
 *
 * @typedef {import('./stage-03.mjs').World & { typing: Map<string, Map<string, Typing>> }} World `typing` by place and user
 */

export class Session extends PreviousSession {
  /**
   * @param {import('./connection.mjs').Connection} connection
   * @param {World} world
   */
  constructor(connection, world) {
    super(connection, world);
    this.typing = world.typing;
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
    return { ...(await super.createWorld(settings, stage)), typing: new Map() };
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
    const typing = this.#typingIn(place) ?? this.#begin(place);
    typing.by.add(this);
    typing.timer.refresh();
    if (frame.tags) this.ok(frame, place);
  }

  /** @param {string} place */
  mayTypeIn(place) {
    return this.subscriptions.has(place);
  }

  /** @param {string} place */
  #typingIn(place) {
    return this.typing.get(place)?.get(this.name);
  }

  /**
   * @param {string} place
   * @returns {Typing}
   */
  #begin(place) {
    const timer = setTimeout(() => this.endTyping(place), this.world.settings.TYPING_EXPIRY_MS);
    const typing = { user: this.name, shown: this.shownTo(place), by: new Set([this]), told: new Set(), timer };
    this.typing.set(place, (this.typing.get(place) ?? new Map()).set(this.name, typing));
    for (const listener of this.listenersOf(place)) if (listener instanceof Session) listener.hearOf(typing);
    return typing;
  }

  /**
   * How others see a place.
   * @param {string} place
   */
  shownTo(place) {
    return place;
  }

  /** @param {Typing} typing */
  hearOf(typing) {
    if (typing.user === this.name || this.isOver()) return;
    typing.told.add(this);
    this.say(`USER_TYPING:${typing.shown}:${typing.user}`);
  }

  /**
   * USER_STOPPED:<channel>
   * @param {Frame} frame
   */
  async stopTyping(frame) {
    const place = this.boxOf(frame);
    await this.quiet();
    this.endTyping(place);
    if (frame.tags) this.ok(frame, place);
  }

  /** @param {string} place */
  endTyping(place) {
    const typing = this.#typingIn(place);
    if (!typing) return;
    clearTimeout(typing.timer);
    const here = this.typing.get(place);
    here?.delete(this.name);
    if (here?.size === 0) this.typing.delete(place);
    for (const session of typing.told) if (!session.isOver()) session.say(`USER_STOPPED:${typing.shown}:${typing.user}`);
  }

  /**
   * @override
   * @param {Frame} frame
   * @param {import('./stage-02.mjs').Message} message
   * @param {import('./stage-02.mjs').Receipt} receipt
   */
  settle(frame, message, receipt) {
    if (!receipt.duplicate) this.endTyping(message.target); // before the message (P5-5)
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
    for (const typing of this.typing.get(place)?.values() ?? []) this.hearOf(typing);
  }

  /**
   * @override
   * @param {string} box
   */
  stopListening(box) {
    super.stopListening(box);
    this.#leavePlace(box);
  }

  /** @override */
  leave() {
    super.leave();
    for (const place of this.typing.keys()) this.#leavePlace(place);
  }

  /** @param {string} place */
  #leavePlace(place) {
    for (const typing of this.typing.get(place)?.values() ?? []) typing.told.delete(this);
    const own = this.#typingIn(place);
    if (own?.by.delete(this) && own.by.size === 0) this.endTyping(place);
  }
}
