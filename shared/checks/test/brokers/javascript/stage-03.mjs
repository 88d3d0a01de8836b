// Stage 03: a session has a user, as a token says, and the user's rights. Without one it can do nothing but authenticate.

import { Refusal } from './frames.mjs';
import { allows } from './patterns.mjs';
import { Session as PreviousSession } from './stage-02.mjs';
import { verify } from './tokens.mjs';

const UNAUTHORIZED = 4401;
const MAX_FAILURES = 5;
/** Timers of Node that are set further ahead fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * @typedef {import('./stage-02.mjs').Frame} Frame
 * @typedef {import('./stage-02.mjs').World} World
 */

export class Session extends PreviousSession {
  /** @type {import('./tokens.mjs').Identity | undefined} */
  identity;
  #failures = 0;
  /** Until when it must have shown a token, or a newer one. In ms since 1970. */
  #deadline;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {import('./connection.mjs').Connection} connection
   * @param {World} world
   */
  constructor(connection, world) {
    super(connection, world);
    this.commands.set('AUTH', { body: 'argument', obey: (frame) => this.authenticate(frame) });
    this.#deadline = Date.now() + world.settings.AUTH_TIMEOUT_MS;
    this.#wait();
  }

  /** @override */
  get name() {
    return this.identity?.user ?? '';
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        if (!this.isOver()) this.#wait();
      },
      Math.min(this.#deadline - Date.now(), MAX_TIMER_MS),
    );
  }

  /** A timer may come late: at `exp` it is over (P4-9). */
  isOver() {
    if (Date.now() >= this.#deadline) this.connection.close(UNAUTHORIZED, 'authenticate');
    return this.connection.ended;
  }

  /**
   * @override
   * @param {Frame} frame
   */
  admit(frame) {
    if (!this.identity && frame.verb !== 'AUTH') throw new Refusal('UNAUTHORIZED', 'say who you are first: AUTH:<token>');
  }

  /**
   * @override
   * @param {import('./stage-02.mjs').Delivery} delivery
   */
  deliver(delivery) {
    if (!this.isOver()) super.deliver(delivery);
  }

  /**
   * AUTH:<token>
   * @param {Frame} frame
   */
  async authenticate(frame) {
    const token = frame.body === undefined ? frame.target : `${frame.target ?? ''}:${frame.body}`;
    if (!token) throw new Refusal('BAD_FRAME', 'AUTH needs a token, as in AUTH:<token>');
    await this.quiet();
    const identity = this.#verify(token, frame);
    if (!identity) return;
    if (this.identity && this.identity.user !== identity.user)
      throw new Refusal('FORBIDDEN', "this session is another user's: open a new connection");
    this.welcome(identity);
    this.ok(frame, identity.user);
  }

  /**
   * @param {string} token
   * @param {Frame} frame
   */
  #verify(token, frame) {
    try {
      return verify(token, this.world.settings.AUTH_SECRET);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuse(frame, error);
      this.#failures += 1;
      if (this.#failures >= MAX_FAILURES) this.connection.close(UNAUTHORIZED, 'too many failures');
      return undefined;
    }
  }

  /**
   * It has shown a good token: its first one, or a newer one of the same user.
   * @param {import('./tokens.mjs').Identity} identity
   */
  welcome(identity) {
    this.identity = identity;
    this.#deadline = identity.expires;
    this.#wait();
    for (const box of this.subscriptions.keys()) if (!this.mayRead(box)) this.stopListening(box);
  }

  /** @param {string} box */
  mayRead(box) {
    return allows(this.identity?.subscribe, box);
  }

  /**
   * @override
   * @param {Frame} frame
   */
  boxToRead(frame) {
    const channel = super.boxToRead(frame);
    if (this.mayRead(channel)) return channel;
    throw new Refusal('FORBIDDEN', `your token does not allow you to read ${channel}`);
  }

  /**
   * @override
   * @param {Frame} frame
   */
  boxToWrite(frame) {
    const target = super.boxToWrite(frame);
    if (allows(this.identity?.publish, target)) return target;
    throw new Refusal('FORBIDDEN', `your token does not allow you to publish to ${target}`);
  }

  /** @override */
  leave() {
    clearTimeout(this.#timer);
    super.leave();
  }
}
