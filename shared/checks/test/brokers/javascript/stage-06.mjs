// Stage 06: several brokers. Patterns of channels, addresses on other brokers, and what is published here for who listens there.

import { hearersOf, hears } from './audience.mjs';
import { isChannel, isName, Refusal } from './frames.mjs';
import { Network } from './network.mjs';
import { allowsToRead, isPattern, matches } from './patterns.mjs';
import { splitAddress } from './peer.mjs';
import { Session as PreviousSession } from './stage-05.mjs';

/**
 * @typedef {import('./stage-05.mjs').Frame} Frame
 * @typedef {import('./stage-04.mjs').World & { network: Network, listenersOf(box: string): Iterable<Session> }} World
 */

export class Session extends PreviousSession {
  /**
   * @param {import('./connection.mjs').Connection} connection
   * @param {World} world
   */
  constructor(connection, world) {
    super(connection, world);
    this.network = world.network;
    this.ownName = world.settings.BROKER_NAME;
  }

  /**
   * @override
   * @param {import('./settings.mjs').Settings} settings
   * @param {number} stage
   * @returns {Promise<World>}
   */
  static async createWorld(settings, stage) {
    const before = await super.createWorld(settings, stage);
    const listenersOf = (/** @type {string} */ box) => /** @type {Iterable<Session>} */ (hearersOf(before.listeners, box));
    const world = /** @type {World} */ ({ ...before, listenersOf });
    world.network = new Network(world);
    return world;
  }

  /**
   * @override
   * @param {World} world
   */
  static async leaveNetwork(world) {
    world.network.close();
  }

  /**
   * @override
   * @param {string} box
   */
  listenersOf(box) {
    return hearersOf(this.world.listeners, box);
  }

  /**
   * A channel or `@user`, and behind it `@broker` where that is another one.
   * @override
   * @param {Frame} frame
   */
  boxOf(frame) {
    const [name, broker] = splitAddress(frame.target ?? '');
    if (broker !== undefined && !isName(broker))
      throw new Refusal('BAD_CHANNEL', 'behind the second @ stands the name of a broker: one word of at most 64 characters');
    const box = super.boxOf({ ...frame, target: name });
    return broker === undefined || broker === this.ownName ? box : `${box}@${broker}`;
  }

  /**
   * What one can listen to is here: a channel, or a pattern.
   * @param {Frame} frame
   */
  #nameOf(frame) {
    const { target = '' } = frame;
    if (isPattern(target)) return target;
    if (splitAddress(target)[1] === undefined) return super.boxOf(frame);
    throw new Refusal('BAD_CHANNEL', 'one listens here only: what is published on other brokers comes by itself');
  }

  /**
   * @override
   * @param {Frame} frame
   */
  boxToRead(frame) {
    this.#nameOf(frame);
    return super.boxToRead(frame);
  }

  /**
   * @override
   * @param {string} name
   */
  mayRead(name) {
    return name.startsWith('@') ? super.mayRead(name) : allowsToRead(this.identity?.subscribe, name);
  }

  /**
   * @override
   * @param {Frame} frame
   */
  async subscribe(frame) {
    const { target = '', tags } = frame;
    if (!isPattern(target)) return super.subscribe(frame);
    if (tags?.has('since')) throw new Refusal('BAD_CHANNEL', 'a pattern cannot be resumed: its messages have no common numbers');
    if (!this.mayRead(target)) throw new Refusal('FORBIDDEN', `no pattern of your token covers ${target}`);
    await this.quiet();
    this.listen(target, 0);
    if (tags) this.ok(frame, target);
  }

  /**
   * @override
   * @param {Frame} frame
   */
  async unsubscribe(frame) {
    const name = this.#nameOf(frame);
    if (!isPattern(name)) return super.unsubscribe(frame);
    await this.quiet();
    this.stopListening(name);
    if (frame.tags) this.ok(frame, name);
  }

  /**
   * @override
   * @param {string} name
   * @param {number} newest
   */
  listen(name, newest) {
    const isNews = !this.world.listeners.has(name) && !name.startsWith('@');
    super.listen(name, newest);
    if (isNews) this.network.announce(name, true);
  }

  /**
   * @override
   * @param {string} name
   */
  stopListening(name) {
    const had = this.world.listeners.has(name);
    super.stopListening(name);
    if (had && !this.world.listeners.has(name) && !name.startsWith('@')) this.network.announce(name, false);
  }

  /**
   * @override
   * @param {Frame} frame
   */
  forwardOf({ target = '' }) {
    const [name, broker] = splitAddress(target);
    if (broker === undefined) return name.startsWith('@') ? [] : this.network.wanting(name);
    if (broker === this.ownName) return []; // for this broker alone (P7-10)
    this.#reach(broker);
    if (this.store.queues.isFull(broker))
      throw new Refusal('UNREACHABLE', `${broker} was away for so long that no more can be kept for it`);
    return [broker];
  }

  /** @param {string | undefined} broker */
  #reach(broker) {
    if (broker !== undefined && broker !== this.ownName && !this.network.peers.has(broker))
      throw new Refusal('UNREACHABLE', `no broker ${broker} was ever linked with this one`);
  }

  /**
   * @override
   * @param {import('./stage-02.mjs').Message} message
   */
  placesFor(message) {
    const { target } = message;
    const isElsewhere = splitAddress(target)[1] !== undefined;
    if (!isElsewhere) return super.placesFor(message);
    // Another broker's channel has a box here that nobody reads: the id has to be remembered.
    return /** @type {import('./shelves.mjs').Lies[]} */ ([[target.startsWith('@') ? this.inbox : target, target]]);
  }

  /**
   * @override
   * @param {Frame} frame
   * @param {import('./stage-02.mjs').Message} message
   * @param {import('./stage-02.mjs').Receipt} receipt
   */
  settle(frame, message, receipt) {
    // For another broker's channel there is no number here (P7-10).
    const hasSeq = message.target.startsWith('@') || isChannel(message.target);
    super.settle(frame, message, hasSeq ? receipt : { ...receipt, seq: undefined });
    if (!receipt.duplicate) this.network.wake(receipt.forward);
  }

  /**
   * @override
   * @param {Frame} frame
   */
  shelfOf(frame) {
    const target = this.boxOf(frame);
    if (!target.startsWith('@')) return super.shelfOf(frame);
    this.#reach(splitAddress(target)[1]);
    return { box: this.inbox, shown: target };
  }

  /**
   * A pattern that matches counts as being subscribed (P7-3).
   * @override
   * @param {string} place
   */
  mayTypeIn(place) {
    const [name] = splitAddress(place);
    return super.mayTypeIn(name) || hears(this.subscriptions.keys(), name);
  }

  /**
   * @override
   * @param {Frame} frame
   */
  async startTyping(frame) {
    const place = this.boxOf(frame);
    if (this.mayTypeIn(place) && this.boxToWrite(frame)) this.#reach(splitAddress(place)[1]);
    await super.startTyping(frame);
  }

  /**
   * @override
   * @param {Frame} frame
   */
  async stopTyping(frame) {
    this.#reach(splitAddress(this.boxOf(frame))[1]);
    await super.stopTyping(frame);
  }

  /**
   * @override
   * @param {string} name
   */
  hearWhoTypes(name) {
    if (!isPattern(name)) return super.hearWhoTypes(name);
    for (const typing of this.typists.all()) if (isChannel(typing.place) && matches(name, typing.place)) this.typists.tell(typing, this);
  }

  /**
   * It may still hear of the place through another subscription.
   * @override
   * @param {string} name
   */
  leavePlace(name) {
    for (const typing of this.typists.all()) {
      const [channel] = splitAddress(typing.place);
      const isLeft = isPattern(name) ? matches(name, channel) : name === channel;
      if (isLeft && !channel.startsWith('@') && !hears(this.subscriptions.keys(), channel)) this.typists.leave(typing, this);
    }
  }
}
