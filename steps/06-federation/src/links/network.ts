// What links need of a transport. In a program it is WebSockets, within a page plain calls: the code above this line is the same.

/** What a broker that is dialled answers. */
export interface Answer {
  /** As in HTTP: 101 opens a connection, 401 asks for a proof, anything else is a no. */
  readonly status: number;
  /** With 401: what the proof must be over. */
  readonly nonce?: string | undefined;
  /** That the broker which answers knows `PEER_SECRET` too. */
  readonly proof?: string | undefined;
  /** With a no: why, for people. */
  readonly text?: string | undefined;
}

/** The answer as the broker that was dialled gives it. */
export interface Admission extends Answer {
  /** With 101: takes the connection. */
  readonly take?: ((connection: Connection) => void) | undefined;
}

/** The answer as it comes to the broker that has dialled. */
export interface Reply extends Answer {
  /** With 101. */
  readonly connection?: Connection | undefined;
}

/** A connection between two brokers. No method throws, whatever has become of the other side. */
export interface Connection {
  /** Begins to read. What has come before has waited for this. */
  listen(listener: ConnectionListener): void;
  send(text: string): void;
  /** Resolves, in a later turn of the event loop, once the kernel has taken everything that was sent so far, or the connection has ended. */
  drained(): Promise<void>;
  /** Says goodbye. */
  close(): void;
}

export interface ConnectionListener {
  receive(text: string): void;
  /** The connection has ended, whoever ended it. */
  closed(): void;
}

/** The ways from one broker to the others, and from them to it. */
export interface Network {
  /** From now on a broker that dials is answered. @param answer never rejects; `proof` is absent from a first dial */
  open(answer: (proof: string | undefined) => Promise<Admission>): void;
  /**
   * Dials the broker at an address.
   * @param signal gives up
   * @throws {Error} whose message says why nobody answers
   */
  dial(address: string, proof: string | undefined, signal: AbortSignal): Promise<Reply>;
  /** Ends every connection, and answers nobody any longer. */
  close(): void;
}
