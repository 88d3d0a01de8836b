// A link: a connection with a broker that has proved who it is. The two talk in frames, as clients and brokers do.

import { type Frame, formatFrame, splitTags } from '@workshop/protocol';
import type { Connection } from './network.ts';
import type { Identity } from './proofs.ts';

/** A newline at the end belongs to the body here. At the clients' door it is dropped. */
const FRAME = /^(?<verb>[A-Z_]+)(?::(?<target>[^:]*)(?::(?<body>[^]*))?)?$/;

export class Link {
  readonly them: Identity;
  /** The same on both sides. */
  readonly id: string;
  /** Whether this broker dialled it. */
  readonly isDialled: boolean;
  /** What is done when the link ends: push to this. */
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

  /** Resolves, never in the same turn, once everything said so far has been handed over, or the other side is gone. */
  drained(): Promise<void> {
    return this.#connection.drained();
  }

  /** Ends the link: whatever the other broker still says is ignored. Hanging up again changes nothing. */
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

/** Reads a frame from a text; `undefined` if it is not one. */
export function readFrame(text: string): Frame | undefined {
  try {
    const { tags, rest } = splitTags(text);
    const { verb, target, body } = FRAME.exec(rest)?.groups ?? {};
    return verb === undefined ? undefined : { verb, target, body, tags };
  } catch {
    return undefined;
  }
}

/** Reads a whole number that is not negative; `undefined` if the text is not one. */
export function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
