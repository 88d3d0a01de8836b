// A connection to another broker, before anybody knows whether a link comes of it: read frame by frame, in the order of a conversation.

import { type Connection, Packet } from '01-basic-pubsub';
import { CLOSE_CODES, type Frame, parseFrame, quote } from '@workshop/protocol';

/** A "no" between brokers. Its message is the log line that a person needs, on either side. */
export class NoLink extends Error {
  override readonly name = 'NoLink';
  /** The link that stands in the way of this one. */
  readonly linked: string | undefined;

  constructor(message: string, linked?: string) {
    super(message);
    this.linked = linked;
  }
}

/** What hears a wire once the conversation is over. */
export interface Listener {
  receive(frame: Frame): void;
  closed(): void;
}

export class Wire {
  readonly connection: Connection;
  /** Whether the other side has proved that it belongs to the network. Until then its transport takes only a little from it. */
  isTrusted = false;
  /** Resolves when the connection has ended. */
  readonly gone: Promise<void>;
  readonly #end: () => void;
  #frames: Frame[] = [];
  #isClosed = false;
  #wake: (() => void) | undefined;
  #listener: Listener | undefined;

  constructor(connection: Connection) {
    this.connection = connection;
    ({ promise: this.gone, resolve: this.#end } = Promise.withResolvers<void>());
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  send(frame: Frame): void {
    if (!this.#isClosed) this.connection.send(new Packet(frame), true);
  }

  /**
   * The next frame, which must have this verb.
   * @throws {NoLink} when it has another one, or the other side refuses the link
   * @throws {Error} when the other side has gone away
   */
  async next(verb: string): Promise<Frame> {
    while (this.#frames.length === 0 && !this.#isClosed) await new Promise<void>((resolve) => (this.#wake = resolve));
    const frame = this.#frames.shift();
    if (!frame) throw new Error('the connection ended before the brokers knew each other');
    if (frame.verb === 'REFUSED') throw new NoLink(`it refuses: ${quote(frame.body ?? '', 200)}`, frame.tags?.get('linked'));
    if (frame.verb !== verb) throw new NoLink(`${verb} was due and ${quote(frame.verb)} came: it is no broker of this version`);
    return frame;
  }

  /** The conversation is over: what came since, and what comes, goes to the listener at once. */
  handTo(listener: Listener): void {
    this.#listener = listener;
    for (const frame of this.#frames.splice(0)) listener.receive(frame);
    if (this.#isClosed) listener.closed();
  }

  /** The transport has a text from the other side. */
  receive(text: string): void {
    if (this.#isClosed) return;
    const frame = read(text);
    if (!frame) this.hangUp();
    else if (this.#listener) this.#listener.receive(frame);
    else if (this.#frames.push(frame) === 1) this.#wake?.();
  }

  /** The transport has lost the connection, or it was closed. Again = no change. */
  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#end();
    this.#wake?.();
    this.#listener?.closed();
  }

  /** Says no, and why; then goodbye. */
  refuse({ message, linked }: NoLink): void {
    this.send({ verb: 'REFUSED', target: '', body: message, tags: new Map(linked === undefined ? [] : [['linked', linked]]) });
    this.hangUp();
  }

  hangUp(): void {
    if (this.#isClosed) return;
    this.connection.close(CLOSE_CODES.SHUTTING_DOWN, 'no link');
    this.closed();
  }
}

function read(text: string): Frame | undefined {
  try {
    return parseFrame(text);
  } catch {
    return undefined;
  }
}
