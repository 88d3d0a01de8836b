// One line to another broker: a WebSocket with a protocol of its own, on which each proves that it knows the common secret.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';

/** What distinguishes a line from a client's connection. */
export const PROTOCOL = 'broker-line';
const GREETING_LIMIT_MS = 10_000;
/** So long has a line to show that it is alive, when another one wants its place. */
const PROBE_MS = 1000;
/** Sentences that may wait to be listened to; beyond it the socket is not read. */
const MAX_WAITING = 256;

/**
 * @typedef {{ name: string, store: string, nonce: string }} Greeting what a broker says of itself; `store` is its epoch
 * @typedef {{ kind: string, [field: string]: unknown }} Sentence what is said on a line, as JSON
 */

export class Line {
  /** Whether this broker has dialled. */
  dialled;
  #socket;
  #pongDue = false;
  /** @type {Sentence[]} what has come and was not yet listened to */
  #arrived = [];
  #wake = () => {};
  #isOver = false;

  /**
   * @param {import('ws').WebSocket} socket
   * @param {boolean} dialled
   */
  constructor(socket, dialled) {
    this.#socket = socket;
    this.dialled = dialled;
    socket.on('error', () => {}); // the close follows
    socket.on('pong', () => (this.#pongDue = false));
    socket.on('message', (text) => {
      this.#arrived.push(parse(String(text)));
      if (this.#arrived.length > MAX_WAITING) socket.pause();
      this.#wake();
    });
    socket.on('close', () => {
      this.#isOver = true;
      this.#wake();
    });
  }

  /**
   * The next sentence; `undefined` when the line is lost.
   * @returns {Promise<Sentence | undefined>}
   */
  async next() {
    while (this.#arrived.length === 0 && !this.#isOver) await new Promise((resolve) => (this.#wake = () => resolve(undefined)));
    if (this.#arrived.length <= MAX_WAITING) this.#socket.resume();
    return this.#isOver ? undefined : this.#arrived.shift();
  }

  /**
   * Both sides say who they are, and prove it: a signature over what both have said, with nothing of the secret in it.
   * @param {Omit<Greeting, 'nonce'>} own
   * @param {string} secret
   * @returns {Promise<Greeting | undefined>} the other side's; `undefined` when the line is lost
   * @throws {Error} when it is not one of this network
   */
  async greet(own, secret) {
    const timer = setTimeout(() => this.cut(), GREETING_LIMIT_MS);
    try {
      const mine = { ...own, nonce: randomBytes(16).toString('hex') };
      this.say({ kind: 'greeting', ...mine });
      const heard = await this.next();
      if (!heard) return undefined;
      const { name, store, nonce } = heard;
      if (typeof name !== 'string' || typeof store !== 'string' || typeof nonce !== 'string') throw new Error('it did not say who it is');
      const theirs = { name, store, nonce };
      const said = JSON.stringify(this.dialled ? [mine, theirs] : [theirs, mine]);
      const sign = (/** @type {boolean} */ dialled) => createHmac('sha256', secret).update(`${dialled} ${said}`).digest();
      this.say({ kind: 'proof', proof: sign(this.dialled).toString('hex') });
      const answer = await this.next();
      if (!answer) return undefined;
      const [proof, expected] = [Buffer.from(String(answer['proof']), 'hex'), sign(!this.dialled)];
      if (proof.length !== expected.length || !timingSafeEqual(proof, expected)) throw new Error(`${name} has another PEER_SECRET`);
      return theirs;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * @param {Sentence} sentence
   * @param {() => void} [taken] is called when the socket has taken it, or never will
   */
  say(sentence, taken) {
    if (this.#isOver) taken?.();
    else this.#socket.send(JSON.stringify(sentence), taken);
  }

  /** Whether the other side answers within a moment. */
  async isAlive() {
    this.#socket.ping();
    try {
      await once(this.#socket, 'pong', { signal: AbortSignal.timeout(PROBE_MS) });
      return true;
    } catch {
      return false;
    }
  }

  /** By the rule of sessions (P7-17): it is given up when the last ping was not answered. */
  checkPulse() {
    if (this.#pongDue && this.#arrived.length <= MAX_WAITING) return this.cut();
    this.#pongDue = true;
    this.#socket.ping();
  }

  cut() {
    this.#socket.terminate();
  }
}

/**
 * @param {string} text
 * @returns {Sentence}
 */
function parse(text) {
  try {
    const sentence = JSON.parse(text);
    if (typeof sentence?.kind === 'string') return sentence;
  } catch {
    // said below
  }
  return { kind: 'nonsense' };
}
