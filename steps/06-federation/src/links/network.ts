// What links need from a transport: WebSockets in a program, plain calls within a page. The code that uses it is the same for both.

/** What a broker answers when it is dialled. */
export interface Answer {
  /** As in HTTP: 101 opens a connection, 401 asks for a proof, anything else is a no. */
  readonly status: number;
  /** With 401: the nonce that the proof must repeat. */
  readonly nonce?: string | undefined;
  /** Proof that the answering broker knows `PEER_SECRET` too. */
  readonly proof?: string | undefined;
  /** With a no: the reason, for people. */
  readonly text?: string | undefined;
}

/** The answer as the broker that was dialled gives it. */
export interface Admission extends Answer {
  /** With 101: takes the connection. */
  readonly take?: ((connection: Connection) => void) | undefined;
}

/** The answer as it reaches the broker that dialled. */
export interface Reply extends Answer {
  /** With 101: the connection. */
  readonly connection?: Connection | undefined;
}

/** A connection between two brokers. No method throws, whatever has become of the other side. */
export interface Connection {
  /** Begins to read. Whatever came earlier has waited for this. */
  listen(listener: ConnectionListener): void;
  send(text: string): void;
  /** Resolves, in a later turn of the event loop, once the kernel has taken everything sent so far, or the connection has ended. */
  drained(): Promise<void>;
  /** Says goodbye. */
  close(): void;
}

export interface ConnectionListener {
  receive(text: string): void;
  /** The connection has ended, whoever ended it. */
  closed(): void;
}

/** How a broker reaches the others, and how they reach it. */
export interface Network {
  /** From now on a broker that dials is answered. @param answer never rejects; `proof` is absent in a first dial */
  open(answer: (proof: string | undefined) => Promise<Admission>): void;
  /**
   * Dials the broker at an address.
   * @param signal ends the attempt
   * @throws {Error} with a message that says why nobody answers
   */
  dial(address: string, proof: string | undefined, signal: AbortSignal): Promise<Reply>;
  /** Ends every connection, and answers nobody any longer. */
  close(): void;
}
