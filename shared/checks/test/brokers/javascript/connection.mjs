// One WebSocket: what is sent to it, how far its reader has fallen behind, whether it still answers, and its end.

import { setTimeout } from 'node:timers';

/** How long the other side has for its half of the goodbye. */
const GRACE_MS = 1000;

export class Connection {
  /** Whether the broker has ended it: it is sent nothing more, and what it has sent is obeyed no more. */
  ended = false;
  /** Whether nobody is there any more. */
  gone = false;
  /** Whether it is not read because its frames come faster than they are obeyed. */
  paused = false;
  #socket;
  #limit;
  #pongDue = false;
  #looked = false;
  #replayed = 0;
  /** Frames of replays that its reader has taken, and how many these were at the last ping. */
  #taken = 0;
  #takenAtPing = 0;

  /**
   * @param {import('ws').WebSocket} socket
   * @param {number} limit bytes that may be left over by earlier turns of the event loop (P0-7)
   */
  constructor(socket, limit) {
    this.#socket = socket;
    this.#limit = limit;
    socket.on('error', () => {}); // the close follows, with the reason as its code
    socket.on('pong', () => (this.#pongDue = false));
    socket.on('close', () => (this.gone = true));
  }

  /**
   * @param {Buffer} frame
   * @param {(error?: Error | null) => void} [taken] is called when the socket has taken it, or never will
   */
  send(frame, taken) {
    if (this.ended || this.gone) return taken?.();
    if (!this.#looked) this.#look();
    this.#socket.send(frame, { binary: false }, taken);
  }

  /** Once a turn, before anything is sent in it. A burst within one turn is no sign of a slow reader. */
  #look() {
    this.#looked = true;
    setImmediate(() => (this.#looked = false));
    if (this.#socket.bufferedAmount - this.#replayed > this.#limit) this.cut();
  }

  /**
   * Sends a part of a replay; resolves when its reader has taken it, so that it does not make the reader a slow one (P3-19).
   * @param {Buffer[]} frames
   * @returns {Promise<void>}
   */
  async replay(frames) {
    this.#replayed = frames.reduce((sum, { length }) => sum + length, 0);
    await Promise.all(frames.map((frame) => new Promise((resolve) => this.send(frame, resolve)).then(() => (this.#taken += 1))));
    this.#replayed = 0;
  }

  /** Cuts it when the last ping was not answered, else pings it. Whoever is not read at the moment cannot answer: it has to take something. */
  checkPulse() {
    if (this.#pongDue && !(this.paused && this.#taken > this.#takenAtPing)) return this.cut();
    this.#takenAtPing = this.#taken;
    this.#pongDue = true;
    this.#socket.ping();
  }

  /** @param {boolean} paused */
  pause(paused) {
    if (this.paused === paused) return;
    this.paused = paused;
    if (paused) this.#socket.pause();
    else this.#socket.resume();
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  close(code, reason) {
    if (this.ended) return;
    this.ended = true;
    this.#socket.close(code, reason);
    const timer = setTimeout(() => this.#socket.terminate(), GRACE_MS);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  /** Without a goodbye: that would wait behind all that is not read. */
  cut() {
    this.ended = true;
    this.#socket.terminate();
  }
}
