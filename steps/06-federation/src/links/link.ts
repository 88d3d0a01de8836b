// A link: a connection with a broker that has proved who it is. What is said on it are frames, as clients and brokers say them.

import { type Frame, formatFrame, splitTags } from '@workshop/protocol';
import type { Connection } from './network.ts';
import type { Identity } from './proofs.ts';

/** Not as at the door of clients, where a newline at the end is dropped: here it belongs to the body. */
const FRAME = /^(?<verb>[A-Z_]+)(?::(?<target>[^:]*)(?::(?<body>[^]*))?)?$/;

export class Link {
  readonly them: Identity;
  /** The same on either side. */
  readonly id: string;
  /** Whether this broker has dialled it. */
  readonly isDialled: boolean;
  /** What is done when it ends: push to this. */
  readonly onClose: (() => void)[] = [];
  readonly #connection: Connection;
  #isOpen = true;

  constructor(connection: Connection, them: Identity, id: string, isDialled: boolean) {
    this.#connection = connection;
    this.them = them;
    this.id = id;
    this.isDialled = isDialled;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Begins to read. */
  listen(receive: (frame: Frame) => void): void {
    this.#connection.listen({
      receive: (text) => {
        if (!this.#isOpen) return;
        const frame = readFrame(text);
        if (frame) receive(frame);
        else this.hangUp();
      },
      closed: () => this.#close(),
    });
  }

  say(frame: Frame): void {
    if (this.#isOpen) this.#connection.send(formatFrame(frame));
  }

  /** Resolves when the other side has been given everything that was said, or is gone; never in the same turn. */
  drained(): Promise<void> {
    return this.#connection.drained();
  }

  /** Ends it: what the other broker still says is not heard. Doing it again changes nothing. */
  hangUp(): void {
    this.#connection.close();
    this.#close();
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const listener of this.onClose) listener();
  }
}

/** A frame as it was said; `undefined` where the text is none. */
export function readFrame(text: string): Frame | undefined {
  try {
    const { tags, rest } = splitTags(text);
    const { verb, target, body } = FRAME.exec(rest)?.groups ?? {};
    return verb === undefined ? undefined : { verb, target, body, tags };
  } catch {
    return undefined;
  }
}

/** A whole number that is not negative; `undefined` when the text is none. */
export function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
