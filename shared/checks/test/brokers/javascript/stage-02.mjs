// Stage 02: what is published is stored first, and can be had again: by HISTORY, and by a SUBSCRIBE that goes on where one left off.

import { randomUUID } from 'node:crypto';
import { formatFrame, Refusal } from './frames.mjs';
import { deliveryOf, readCount, replay } from './replay.mjs';
import { WrongSetting } from './settings.mjs';
import { Session as PreviousSession } from './stage-01.mjs';
import { Store } from './store.mjs';

/**
 * @typedef {import('./stage-01.mjs').Frame} Frame
 * @typedef {import('./stage-01.mjs').World & { store: Store }} World
 * @typedef {import('./replay.mjs').Delivery} Delivery
 * @typedef {import('./shelves.mjs').Entry} Entry
 * @typedef {import('./shelves.mjs').Message} Message
 * @typedef {import('./store.mjs').Receipt} Receipt
 */

export class Session extends PreviousSession {
  /** @type {Map<string, Entry[]>} by box, what a replay has still to send: live messages queue up behind it */
  #replays = new Map();
  #unsettled = 0;
  #onQuiet = () => {};

  /**
   * @param {import('./connection.mjs').Connection} connection
   * @param {World} world
   */
  constructor(connection, world) {
    super(connection, world);
    this.store = world.store;
    this.commands.set('HISTORY', { body: 'optional', obey: (frame) => this.history(frame) });
  }

  /**
   * @override
   * @param {import('./settings.mjs').Settings} settings
   * @param {number} stage
   * @returns {Promise<World>}
   */
  static async createWorld(settings, stage) {
    const world = await super.createWorld(settings, stage);
    const { DB_FILE, RETAIN_MESSAGES } = settings;
    try {
      return { ...world, store: await Store.open(DB_FILE, RETAIN_MESSAGES) };
    } catch (error) {
      throw new WrongSetting(`DB_FILE=${DB_FILE} cannot be used (${error}): name a file of this broker, or a new one`, { cause: error });
    }
  }

  /**
   * @override
   * @param {World} world
   */
  static async endWorld({ store }) {
    await store.close();
  }

  /**
   * The user; empty before stage 03.
   * @returns {string}
   */
  get name() {
    return '';
  }

  /**
   * PUBLISH:<channel>:<body>
   * @override
   * @param {Frame} frame
   */
  async publish(frame) {
    const message = {
      target: this.boxToWrite(frame),
      body: frame.body ?? '',
      from: this.name,
      id: frame.tags?.get('id') ?? randomUUID(),
      time: Date.now(),
    };
    const forward = this.forwardOf(frame);
    this.#unsettled += 1;
    const settle = (/** @type {Receipt | Refusal} */ outcome) => {
      if (outcome instanceof Refusal) this.refuse(frame, outcome);
      else this.settle(frame, message, outcome);
      this.#unsettled -= 1;
      if (this.#unsettled === 0) this.#onQuiet();
    };
    this.store.append({ message, lies: this.placesFor(message), forward, settle });
    await this.store.room();
  }

  /**
   * The brokers for which a message is queued: in this stage there are none.
   * @param {Frame} _frame
   * @returns {string[]}
   */
  forwardOf(_frame) {
    return [];
  }

  /**
   * The boxes in which a message comes to lie, and what stands after `MSG:` there; its publisher's own first.
   * @param {Message} message
   * @returns {import('./shelves.mjs').Lies[]}
   */
  placesFor({ target }) {
    return [[target, target]];
  }

  /**
   * It is on the disk: it is handed on, and answered.
   * @param {Frame} frame
   * @param {Message} message
   * @param {Receipt} receipt
   */
  settle(frame, message, { entries, seq, id, duplicate }) {
    for (const entry of entries) this.handOn(deliveryOf(entry, message.body));
    if (frame.tags) this.ok(frame, frame.target ?? '', { seq, id, dup: duplicate ? 1 : undefined });
  }

  /** @param {Delivery} delivery */
  handOn(delivery) {
    for (const listener of this.listenersOf(delivery.entry.box)) listener.deliver(delivery);
  }

  /**
   * @override
   * @param {Delivery} delivery
   */
  deliver(delivery) {
    const replay = this.#replays.get(delivery.entry.box);
    if (replay) replay.push(delivery.entry);
    else super.deliver(delivery);
  }

  /** @override */
  async quiet() {
    if (this.#unsettled > 0) await new Promise((resolve) => (this.#onQuiet = () => resolve(undefined)));
  }

  /**
   * SUBSCRIBE:<channel>, with `since` as a resume
   * @override
   * @param {Frame} frame
   */
  async subscribe(frame) {
    const box = this.boxToRead(frame);
    await this.quiet();
    const since = frame.tags?.get('since');
    const newest = this.store.shelves.newest(box);
    const isWhole = since !== undefined && this.#canResume(box, Number(since), frame.tags?.get('epoch'));
    if (frame.tags) {
      const recovered = since === undefined ? undefined : Number(isWhole);
      this.ok(frame, box, { recovered, seq: newest, epoch: this.store.epoch });
    }
    const liveSince = this.subscriptions.get(box);
    this.listen(box, newest);
    if (!isWhole) return;
    const missed = this.store.shelves.after(box, Number(since)).filter(({ seq }) => seq <= (liveSince ?? newest));
    // To a session that was live before, what is live goes between; else it goes behind what was missed.
    if (liveSince === undefined) this.#replays.set(box, missed);
    await replay(this, missed);
    this.#replays.delete(box);
  }

  /**
   * Whether everything after `since` can be sent (P3-16).
   * @param {string} box
   * @param {number} since
   * @param {string | undefined} epoch
   */
  #canResume(box, since, epoch) {
    return (
      (epoch ?? this.store.epoch) === this.store.epoch && this.store.shelves.floor(box) <= since && since <= this.store.shelves.newest(box)
    );
  }

  /**
   * UNSUBSCRIBE:<channel>
   * @override
   * @param {Frame} frame
   */
  async unsubscribe(frame) {
    const channel = this.boxOf(frame);
    await this.quiet();
    this.stopListening(channel);
    if (frame.tags) this.ok(frame, channel);
  }

  /**
   * HISTORY:<channel>[:<count>]
   * @param {Frame} frame
   */
  async history(frame) {
    const count = readCount(frame.body);
    const { box, shown } = this.shelfOf(frame);
    await this.quiet();
    const since = frame.tags?.get('since');
    const all = this.store.shelves.after(box, Number(since ?? 0)).filter((entry) => shown === undefined || entry.shown === shown);
    const page = since === undefined ? all.slice(-count) : all.slice(0, count);
    const last = page.at(-1)?.seq ?? Number(since ?? 0);
    await replay(this, page);
    const isMore = this.store.shelves.after(box, last).some((entry) => shown === undefined || entry.shown === shown);
    this.ok(frame, frame.target ?? '', { last, more: isMore ? 1 : undefined });
  }

  /**
   * The channel to which a session may publish.
   * @param {Frame} frame
   * @returns {string}
   * @throws {Refusal}
   */
  boxToWrite(frame) {
    return this.boxOf(frame);
  }

  /**
   * The box whose messages a session may have.
   * @param {Frame} frame
   * @returns {string}
   * @throws {Refusal}
   */
  boxToRead(frame) {
    return this.boxOf(frame);
  }

  /**
   * Where the history lies that a frame asks for, and which part of it.
   * @param {Frame} frame
   * @returns {{ box: string, shown?: string }}
   */
  shelfOf(frame) {
    return { box: this.boxToRead(frame) };
  }

  /**
   * `OK:<verb>:<target>`; the tags are for sessions that use tags.
   * @param {Frame} frame
   * @param {string} target
   * @param {Record<string, string | number | undefined>} [tags]
   */
  ok({ verb, label }, target, tags = {}) {
    this.say(formatFrame({ label, ...(this.tagged ? tags : {}) }, 'OK', verb, target));
  }
}
