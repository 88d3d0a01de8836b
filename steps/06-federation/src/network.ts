// What links need of a transport. In a program it is WebSockets, within a page plain calls: the code above this line is the same.

import type { Wire } from './wire.ts';

/** The ways from one broker to the others. */
export interface Network {
  /**
   * @param accept takes every connection that another broker opens from now on
   * @param ready is called once, when others may be dialled
   */
  open(accept: (wire: Wire) => void, ready: () => void): void;
  /**
   * Opens a connection to the broker at an address.
   * @param signal gives up
   * @throws {Error} whose message says why nobody answers
   */
  dial(address: string, signal: AbortSignal): Promise<Wire>;
  close(): void;
}

/** For a broker that is alone. */
export const NO_NETWORK: Network = {
  open() {},
  async dial(address) {
    throw new Error(`this broker is in no network, and cannot dial ${address}`);
  },
  close() {},
};
