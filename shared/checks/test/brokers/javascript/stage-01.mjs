// Stage 01: a session that subscribes and publishes. Each later stage is a class that extends the one before.

import { formatFrame, isChannel, parseFrame, Refusal } from './frames.mjs';

/** Frames that may wait to be obeyed; beyond it the socket is not read, and TCP slows the client. */
const MAX_WAITING = 64;

/**
 * @typedef {import('./frames.mjs').Frame} Frame
 * @typedef {import('./settings.mjs').Settings} Settings
 *
 * @typedef {object} World what all sessions of a broker share
 * @property {number} stage
 * @property {Settings} settings
 * @property {Map<string, Set<Session>>} listeners by channel
 *
 * @typedef {object} Delivery a message on its way to a session, in both forms
 * @property {Buffer} plain
 * @property {Buffer} tagged
 *
 * @typedef {object} Command
 * @property {'none' | 'needed' | 'optional' | 'argument'} body `argument`: all after the first colon is one
 * @property {(frame: Frame) => void | Promise<void>} obey
 */

export class Session {
  /** Whether it has ever sent tags: then it gets them. */
  tagged = false;
  /** @type {Map<string, number>} what it listens to, and the newest message there when that began */
  subscriptions = new Map();
  /** @type {Map<string, Command>} */
  commands = new Map();
  /** @type {(Frame | undefined)[]} */
  #waiting = [];
  #working = false;

  /**
   * @param {import('./connection.mjs').Connection} connection
   * @param {World} world
   */
  constructor(connection, world) {
    this.connection = connection;
    this.world = world;
    this.commands.set('SUBSCRIBE', { body: 'none', obey: (frame) => this.subscribe(frame) });
    this.commands.set('UNSUBSCRIBE', { body: 'none', obey: (frame) => this.unsubscribe(frame) });
    this.commands.set('PUBLISH', { body: 'needed', obey: (frame) => this.publish(frame) });
  }

  /**
   * What all sessions share, before the first of them comes.
   * @param {Settings} settings
   * @param {number} stage
   * @returns {Promise<World>}
   */
  static async createWorld(settings, stage) {
    return { settings, stage, listeners: new Map() };
  }

  /**
   * The broker ends: before its sessions do.
   * @param {World} _world
   * @returns {Promise<void>}
   */
  static async leaveNetwork(_world) {}

  /**
   * And when they have ended.
   * @param {World} _world
   * @returns {Promise<void>}
   */
  static async endWorld(_world) {}

  /**
   * @param {Buffer} message
   * @param {boolean} isBinary
   */
  receive(message, isBinary) {
    const refusal = new Refusal('BAD_FRAME', 'a frame is a text message, and this one is binary');
    this.#waiting.push(isBinary ? { verb: '', refusal } : parseFrame(String(message), this.world.stage));
    this.#wake();
  }

  /** The client is gone. What it had sent before is still obeyed, and then nothing of it stays behind (P2-8). */
  hangUp() {
    this.#waiting.push(undefined);
    this.#wake();
  }

  #wake() {
    this.connection.pause(this.#waiting.length > MAX_WAITING);
    if (!this.#working) void this.#work();
  }

  /** One frame after the other, each to its end: else a quick one would overtake a slow one (P2-6). */
  async #work() {
    this.#working = true;
    while (this.#waiting.length > 0) {
      const frame = this.#waiting.shift();
      this.connection.pause(this.#waiting.length > MAX_WAITING);
      if (!frame) this.leave();
      else if (!this.connection.ended) await this.#answer(frame);
    }
    this.#working = false;
  }

  /** @param {Frame} frame */
  async #answer(frame) {
    if (frame.tags) this.tagged = true;
    try {
      await this.#commandFor(frame).obey(frame);
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error); // a mistake of ours costs one answer, and not the broker its life
      await this.quiet();
      this.refuse(frame, error instanceof Refusal ? error : new Refusal('INTERNAL', 'the broker has made a mistake'));
    }
  }

  /**
   * The refusals come in the order of the protocol (P1-16).
   * @param {Frame} frame
   */
  #commandFor(frame) {
    if (frame.refusal) throw frame.refusal;
    this.admit(frame);
    const command = this.commands.get(frame.verb);
    if (!command) throw new Refusal('UNKNOWN_COMMAND', `${frame.verb.slice(0, 32)} is not known here`);
    if (command.body === 'argument') return command;
    if (frame.target === undefined) throw new Refusal('BAD_FRAME', `${frame.verb} needs a target, as in ${frame.verb}:news`);
    if (command.body === 'needed' && frame.body === undefined)
      throw new Refusal('BAD_FRAME', `${frame.verb} needs a body, as in ${frame.verb}:news:Hello!`);
    if (command.body === 'none' && frame.body !== undefined)
      throw new Refusal('BAD_FRAME', `${frame.verb} takes no body: end it after the target`);
    return command;
  }

  /**
   * Before every command: says no to who may do nothing yet.
   * @param {Frame} _frame
   */
  admit(_frame) {}

  /**
   * The box that a target names: in this stage, a channel.
   * @param {Frame} frame
   * @throws {Refusal}
   */
  boxOf({ target = '' }) {
    if (isChannel(target)) return target;
    throw new Refusal('BAD_CHANNEL', 'a channel is words of letters, digits, _ and - with dots between, at most 255 characters');
  }

  /**
   * SUBSCRIBE:<channel>
   * @param {Frame} frame
   * @returns {void | Promise<void>}
   */
  subscribe(frame) {
    this.listen(this.boxOf(frame), 0);
  }

  /**
   * UNSUBSCRIBE:<channel>
   * @param {Frame} frame
   * @returns {void | Promise<void>}
   */
  unsubscribe(frame) {
    this.stopListening(this.boxOf(frame));
  }

  /**
   * PUBLISH:<channel>:<body>
   * @param {Frame} frame
   * @returns {void | Promise<void>}
   */
  publish(frame) {
    const channel = this.boxOf(frame);
    const plain = Buffer.from(formatFrame({}, 'MSG', channel, frame.body ?? ''));
    for (const listener of this.listenersOf(channel)) listener.deliver({ plain, tagged: plain });
  }

  /** Resolves when all that it has published was handed on. */
  async quiet() {}

  /**
   * @param {string} box
   * @param {number} newest what is newer comes live
   */
  listen(box, newest) {
    if (this.subscriptions.has(box)) return;
    this.subscriptions.set(box, newest);
    const listeners = this.world.listeners.get(box);
    if (listeners) listeners.add(this);
    else this.world.listeners.set(box, new Set([this]));
  }

  /** @param {string} box */
  stopListening(box) {
    if (!this.subscriptions.delete(box)) return;
    const listeners = this.world.listeners.get(box);
    listeners?.delete(this);
    if (listeners?.size === 0) this.world.listeners.delete(box);
  }

  /**
   * @param {string} box
   * @returns {Iterable<Session>}
   */
  listenersOf(box) {
    return this.world.listeners.get(box) ?? [];
  }

  leave() {
    for (const box of this.subscriptions.keys()) this.stopListening(box);
  }

  /** @param {Delivery} delivery */
  deliver({ plain, tagged }) {
    this.connection.send(this.tagged ? tagged : plain);
  }

  /** @param {string} text */
  say(text) {
    this.connection.send(Buffer.from(text));
  }

  /**
   * @param {Frame} frame
   * @param {Refusal} refusal
   */
  refuse({ label }, { code, message }) {
    this.say(formatFrame({ label }, 'ERROR', code, message));
  }
}
