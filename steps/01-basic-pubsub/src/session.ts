// What the core knows of a client: a session, the connection behind it, and the packets that go out through it.

import { type CloseCode, type Frame, formatFrame, type Refusal, type Tags } from '@workshop/protocol';

/** A way to one client, as its transport offers it. No method throws, whatever has become of the client. */
export interface Connection {
  /** Sends a frame, behind all that was sent before. */
  send(packet: Packet, tagged: boolean): void;
  /** Stops reading from the client. */
  pause(): void;
  /** Goes on reading. */
  resume(): void;
  /** Resolves, in a later turn of the event loop, when the client has taken all that was sent so far, or is gone. */
  drained(): Promise<void>;
  /** Sends what is waiting, then says goodbye. */
  close(code: CloseCode, reason: string): void;
  /** Ends it without a goodbye, which would wait behind all that the client does not read. */
  cut(): void;
}

// #region packet
/** A frame on its way out. However many sessions get it, it is encoded once: plain, tagged, or both. */
export class Packet {
  readonly #frame: Frame;
  readonly #texts: [plain?: string, tagged?: string] = [];
  /** Kept by the transport: the bytes of `text(false)` and `text(true)`. */
  readonly bytes: [plain?: Uint8Array, tagged?: Uint8Array] = [];

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  text(tagged: boolean): string {
    const { verb, target, body, tags } = this.#frame;
    return (this.#texts[tagged ? 1 : 0] ??= formatFrame({ verb, target, body, tags: tagged ? tags : undefined }));
  }
}
// #endregion packet

// #region session
/** One client while it is connected. What a feature keeps of a session are optional properties, in an interface that extends this one. */
export class Session {
  readonly connection: Connection;
  /** Whether its messages carry their tags. */
  tagged = false;
  /** What came while a command of this session runs; absent when none does. */
  waiting: (string | Refusal)[] | undefined;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  send(packet: Packet): void {
    this.connection.send(packet, this.tagged);
  }
}
// #endregion session

/** What somebody published. A feature's own properties are optional here too. */
export interface Message {
  readonly channel: string;
  readonly body: string;
  /** The tags of its MSG. */
  tags?: Tags | undefined;
  /** The tags of the answer to its publisher. */
  receipt?: Tags | undefined;
  /** It was published before: its publisher is answered, and nobody gets it again. */
  duplicate?: boolean;
}
