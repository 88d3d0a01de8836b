// One other broker: what it is told, and what it says.

import { hears } from './audience.mjs';
import { isChannel, isName, Refusal } from './frames.mjs';
import { isPattern } from './patterns.mjs';
import { deliveryOf } from './replay.mjs';

/** Messages that are read and sent before the line is waited for. */
const PAGE = 100;
const IDENTIFIER = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * @typedef {import('./line.mjs').Line} Line
 * @typedef {import('./line.mjs').Sentence} Sentence
 * @typedef {import('./shelves.mjs').Message} Message
 * @typedef {import('./stage-06.mjs').World} World
 */

/** It stays when its line is lost: what it wants holds, and messages wait for it. */
export class Peer {
  /** @type {Line | undefined} */
  line;
  /** The epoch of its store, when it was last linked. */
  store = '';
  #world;
  /** Whether it has let the line in, too. */
  #isUp = false;
  #sent = 0;
  #sending = false;
  /** @type {{ after: number, sentence: Sentence }[]} who types, each behind the message with that number */
  #typing = [];
  /** @type {Set<import('./typists.mjs').Typing>} those of ours of whom it was told */
  #typists = new Set();
  #acknowledging = false;
  #unsettled = 0;
  #onSettled = () => {};

  /**
   * @param {string} name
   * @param {World} world
   */
  constructor(name, world) {
    this.name = name;
    this.#world = world;
  }

  get isUp() {
    return this.line !== undefined && this.#isUp;
  }

  get #known() {
    return this.#world.store.queues.known.get(this.name);
  }

  /** @param {string} channel */
  wants(channel) {
    return hears(this.#known?.interest ?? [], channel);
  }

  /**
   * Talks with it until the line is lost.
   * @param {Line} line
   * @param {string} store the epoch of its store
   * @throws {Error} when it says what no broker of this kind would say
   */
  async talk(line, store) {
    [this.line, this.store, this.#isUp, this.#typing] = [line, store, false, []];
    const interest = [...this.#world.listeners.keys()].filter((name) => !name.startsWith('@'));
    line.say({ kind: 'hello', last: this.#world.store.queues.arrived.get(store) ?? 0, interest });
    for (let sentence = await line.next(); sentence && this.line === line; sentence = await line.next()) await this.#hear(sentence);
  }

  /** Its line is lost, or another one takes its place: nobody believes in the typists behind it (P7-18). */
  lose() {
    this.line = undefined;
    this.#typists.clear();
    for (const typing of this.#world.typists.all()) if (typing.user.endsWith(`@${this.name}`)) this.#world.typists.end(typing);
  }

  /** @param {Sentence} sentence */
  async #hear(sentence) {
    const { store } = this.#world;
    if (sentence.kind === 'hello') this.#hearHello(sentence);
    else if (sentence.kind === 'interest') this.#want(names(sentence['want']), names(sentence['noMore']));
    else if (sentence.kind === 'stored') store.append({ peer: this.name, stored: number(sentence['number']) });
    else if (sentence.kind === 'typing') await this.#hearTyping(sentence);
    else if (sentence.kind === 'message') await this.#hearMessage(sentence);
    else throw new Error('it said what no broker of this kind says');
  }

  /** @param {Sentence} sentence */
  #hearHello(sentence) {
    this.#sent = number(sentence['last']);
    this.#world.store.append({ peer: this.name, stored: this.#sent });
    this.#want(names(sentence['interest']), [], true);
    this.#isUp = true;
    void this.send();
  }

  /**
   * @param {string[]} want
   * @param {string[]} noMore
   * @param {boolean} [onlyThese]
   */
  #want(want, noMore, onlyThese = false) {
    this.#world.store.append({ peer: this.name, want, noMore, onlyThese });
    for (const typing of this.#world.typists.all()) if (isChannel(typing.place) && this.wants(typing.place)) this.tellOf(typing, true);
  }

  /**
   * Tells it that one of our users types, once, or that whom it knows to type has stopped.
   * @param {import('./typists.mjs').Typing} typing
   * @param {boolean} isOn
   */
  tellOf(typing, isOn) {
    if (!this.line || (isOn && typing.by.size === 0) || this.#typists.has(typing) === isOn) return;
    if (isOn) this.#typists.add(typing);
    else this.#typists.delete(typing);
    const [place] = splitAddress(typing.place);
    this.#typing.push({ after: this.#known?.last ?? 0, sentence: { kind: 'typing', target: place, user: typing.user, isOn } });
    void this.send();
  }

  /** Sends what waits for it, page by page, and who types in its place between. */
  async send() {
    const { line } = this;
    if (!line || !this.#isUp || this.#sending) return;
    this.#sending = true;
    const { queues } = this.#world.store;
    try {
      for (let page = queues.after(this.name, this.#sent, PAGE); page.length > 0; page = queues.after(this.name, this.#sent, PAGE)) {
        const messages = await this.#world.store.messages(page);
        if (this.line !== line) return;
        await new Promise((resolve) => page.forEach((queued, at) => this.#send(line, queued.number, messages[at], resolve)));
        if (this.line !== line) return;
      }
      this.#sendTyping(line, Number.POSITIVE_INFINITY);
    } finally {
      this.#sending = false;
      if (this.line !== line) void this.send();
    }
  }

  /**
   * @param {Line} line
   * @param {number} place
   * @param {Message | undefined} message
   * @param {(value?: unknown) => void} taken
   */
  #send(line, place, message, taken) {
    this.#sendTyping(line, this.#sent);
    if (message) {
      const [target] = splitAddress(message.target);
      line.say({ ...message, kind: 'message', target, number: place, after: this.#sent }, () => taken());
    }
    this.#sent = place;
  }

  /**
   * @param {Line} line
   * @param {number} until
   */
  #sendTyping(line, until) {
    while (this.#typing[0] && this.#typing[0].after <= until) line.say(this.#typing.shift()?.sentence ?? { kind: 'nothing' });
  }

  /** @param {Sentence} sentence */
  async #hearTyping(sentence) {
    while (this.#unsettled > 0) await new Promise((resolve) => (this.#onSettled = () => resolve(undefined))); // what came before it
    const { place, user } = { place: target(sentence), user: this.#userOf(sentence) };
    const typing = this.#world.typists.find(place, user);
    const shown = place.startsWith('@') ? `@${user}` : place;
    if (sentence['isOn'] !== true) this.#world.typists.end(typing);
    else if (!typing) this.#world.typists.begin({ place, user, shown }, this.#world.listenersOf(place), []);
  }

  /** @param {Sentence} sentence */
  async #hearMessage(sentence) {
    const { line } = this;
    const { id, body } = sentence;
    if (typeof body !== 'string' || typeof id !== 'string' || !IDENTIFIER.test(id)) throw new Error('it sent no message');
    const message = { target: target(sentence), body, from: this.#userOf(sentence), id, time: number(sentence['time']) };
    const box = message.target;
    const arrival = { store: this.store, after: number(sentence['after']), number: number(sentence['number']) };
    /** @type {import('./store.mjs').Publication['settle']} */
    const settle = (outcome) => {
      this.#unsettled -= 1;
      this.#onSettled();
      if (outcome instanceof Refusal) return line?.cut(); // it comes again, and so does what was sent behind it
      this.#world.typists.end(this.#world.typists.find(box, message.from));
      for (const entry of outcome.entries) {
        const delivery = deliveryOf(entry, body);
        for (const listener of this.#world.listenersOf(entry.box)) listener.deliver(delivery);
      }
      this.#acknowledge();
    };
    this.#unsettled += 1;
    this.#world.store.append({ message, lies: [[box, box.startsWith('@') ? `@${message.from}` : box]], arrival, settle });
    await this.#world.store.room();
  }

  /** Once for all that is stored in one turn of the event loop. */
  #acknowledge() {
    if (this.#acknowledging) return;
    this.#acknowledging = true;
    setImmediate(() => {
      this.#acknowledging = false;
      this.line?.say({ kind: 'stored', number: this.#world.store.queues.arrived.get(this.store) ?? 0 });
    });
  }

  /**
   * A broker can speak for its own users only (P7-14).
   * @param {Sentence} sentence
   */
  #userOf({ user, from }) {
    const name = user ?? from;
    if (!isName(name)) throw new Error('it spoke for a user that it cannot have');
    return `${name}@${this.name}`;
  }
}

/**
 * What stands before `@broker`, and the broker, where there is one.
 * @param {string} address
 * @returns {[name: string, broker?: string]}
 */
export function splitAddress(address) {
  const at = address.indexOf('@', 1);
  return at < 0 ? [address] : [address.slice(0, at), address.slice(at + 1)];
}

/** @param {Sentence} sentence */
function target({ target: name }) {
  if (typeof name === 'string' && (isChannel(name) || (name.startsWith('@') && isName(name.slice(1))))) return name;
  throw new Error('it named neither a channel nor a user');
}

/** @param {unknown} value */
function names(value) {
  if (Array.isArray(value) && value.every((name) => typeof name === 'string' && (isChannel(name) || isPattern(name)))) return value;
  throw new Error('it named no channels and patterns');
}

/** @param {unknown} value */
function number(value) {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error('it gave no number');
}
