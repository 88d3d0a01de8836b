// The brokers around this one: who is dialled, who is let in, and which one of two lines to the same broker stays.

import { WebSocket } from 'ws';
import { Line, PROTOCOL } from './line.mjs';
import { Peer, splitAddress } from './peer.mjs';

/** A lost line is dialled again at least every 2 s, also while an earlier attempt hangs (P7-17). */
const REDIAL_MS = 1000;
const DIAL_LIMIT_MS = 10_000;
/** Of a broker that has proved itself; its messages may be larger than those of our own clients. */
export const MAX_SENTENCE_BYTES = 2 ** 28;

/** @typedef {import('./stage-06.mjs').World} World */

export class Network {
  /** @type {Map<string, Peer>} those that were ever linked, by name */
  peers = new Map();
  #world;
  /** @type {string} */
  #name;
  /** @type {string} */
  #secret;
  /** @type {Map<string, string>} by address, the name of the broker that was met there */
  #metAt = new Map();
  /** @type {Map<string, Promise<unknown>>} by name: one line is let in at a time, else two would not see each other */
  #doors = new Map();
  /** @type {Map<string, string>} by address or name, what was last complained of */
  #complaints = new Map();
  /** @type {NodeJS.Timeout[]} */
  #timers = [];
  #isOver = false;

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
    [this.#name, this.#secret] = [world.settings.BROKER_NAME, world.settings.PEER_SECRET];
    for (const name of world.store.queues.known.keys()) this.peers.set(name, new Peer(name, world));
    world.typists.onChange = (typing, isOn) => this.#tellOf(typing, isOn);
  }

  start() {
    const { PEERS, PING_INTERVAL_MS } = this.#world.settings;
    for (const address of PEERS) {
      this.#dial(address);
      this.#timers.push(setInterval(() => this.#dial(address), REDIAL_MS));
    }
    const checkPulses = () => this.peers.forEach(({ line }) => line?.checkPulse());
    this.#timers.push(setInterval(checkPulses, PING_INTERVAL_MS));
  }

  /** Before the sessions end: what they want is still wanted when the broker is back. */
  close() {
    this.#isOver = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const { line } of this.peers.values()) line?.cut();
  }

  /**
   * The brokers that want what is published to a channel.
   * @param {string} channel
   */
  wanting(channel) {
    return [...this.peers.values()].filter((peer) => peer.wants(channel)).map(({ name }) => name);
  }

  /**
   * Something was queued for these.
   * @param {string[]} names
   */
  wake(names) {
    for (const name of names) {
      void this.peers.get(name)?.send();
      const dropped = this.#world.store.queues.known.get(name)?.dropped ?? 0;
      if (dropped > 0)
        this.#complain(name, `its queue is full: ${Math.floor(dropped / 1000)} thousand and more of its oldest were dropped`);
    }
  }

  /**
   * Somebody here wants a channel or a pattern, or nobody does any more.
   * @param {string} name
   * @param {boolean} isWanted
   */
  announce(name, isWanted) {
    if (this.#isOver) return;
    const sentence = { kind: 'interest', want: isWanted ? [name] : [], noMore: isWanted ? [] : [name] };
    for (const { line } of this.peers.values()) line?.say(sentence);
  }

  /**
   * @param {import('./typists.mjs').Typing} typing
   * @param {boolean} isOn
   */
  #tellOf(typing, isOn) {
    const [channel, broker] = splitAddress(typing.place);
    for (const peer of this.peers.values()) {
      const isFor = broker ? peer.name === broker : !channel.startsWith('@') && peer.wants(channel);
      if (isFor || !isOn) peer.tellOf(typing, isOn);
    }
  }

  /** @param {string} address */
  #dial(address) {
    if (this.#metAt.get(address) === this.#name || this.peers.get(this.#metAt.get(address) ?? '')?.isUp) return;
    const socket = new WebSocket(address, PROTOCOL, {
      handshakeTimeout: DIAL_LIMIT_MS,
      maxPayload: MAX_SENTENCE_BYTES,
      perMessageDeflate: false,
    });
    const line = new Line(socket, true);
    socket.once('open', () => void this.take(line, address));
  }

  /**
   * A line is there; resolves when it is lost.
   * @param {Line} line
   * @param {string} [address] that was dialled
   */
  async take(line, address) {
    /** @type {Peer | undefined} */
    let peer;
    try {
      const other = await line.greet({ name: this.#name, store: this.#world.store.epoch }, this.#secret);
      if (!other) return;
      const isOneself = other.store === this.#world.store.epoch;
      if (address !== undefined && (isOneself || other.name !== this.#name)) this.#metAt.set(address, other.name);
      if (isOneself) throw new Error('that is this broker itself');
      if (other.name === this.#name) throw new Error(`it is called ${other.name}, as this broker is: names must differ`);
      peer = await this.#atTheDoor(other.name, () => this.#letIn(line, other));
      this.#complaints.delete(address ?? '');
      await peer?.talk(line, other.store);
    } catch (error) {
      this.#complain(address ?? 'a broker that dialled', error instanceof Error ? error.message : String(error));
    } finally {
      line.cut();
      if (peer?.line === line) peer.lose();
    }
  }

  /**
   * One after the other, for each name.
   * @template Result
   * @param {string} name
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async #atTheDoor(name, work) {
    const before = this.#doors.get(name);
    const entering = (async () => {
      await before?.catch(() => {});
      return work();
    })();
    this.#doors.set(name, entering);
    return entering;
  }

  /**
   * @param {Line} line
   * @param {import('./line.mjs').Greeting} other
   * @returns {Promise<Peer | undefined>} `undefined` when there is a line already that is as good
   * @throws {Error} when another broker has the name
   */
  async #letIn(line, other) {
    const peer = this.peers.get(other.name) ?? new Peer(other.name, this.#world);
    const old = peer.line;
    if (old) {
      // Both have dialled at once: the line of the one whose name comes first stays. Else an old line stays if it is alive; one
      // that is silent must not stand in the way of the one that replaces it (nats-server#1399).
      const isSame = peer.store === other.store;
      const comesFirst = this.#name < other.name === line.dialled;
      if (!(isSame && old.dialled !== line.dialled && comesFirst) && (await old.isAlive())) {
        if (isSame) return undefined;
        throw new Error(`the name ${other.name} is in use by another broker: names must differ`);
      }
      old.cut();
      peer.lose();
    }
    if (!this.peers.has(other.name)) this.#world.store.append({ peer: other.name });
    this.peers.set(other.name, peer);
    peer.line = line;
    return peer;
  }

  /**
   * One line in the log, and not the same one again with every attempt.
   * @param {string} who
   * @param {string} text
   */
  #complain(who, text) {
    if (this.#isOver || this.#complaints.get(who) === text) return;
    this.#complaints.set(who, text);
    console.error(`no link with ${who}: ${text}`);
  }
}
