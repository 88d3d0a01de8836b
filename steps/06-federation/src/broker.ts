// The broker of stage 06: the parts of stage 05, with patterns, and as one of a network.

import { addressing } from '#addressing';
import { federation, type FederationOptions } from '#federation';
import { forwarding } from '#forwarding';
import { MAX_WAITING } from '#outbox';
import { Peers } from '#peers';
import { topics } from '#topics';
import { createBroker as createPrevious, type Options as PreviousOptions } from '05-private';
import { randomToken } from './links/nonces.ts';

export { isAddress, readAddress } from '#addresses';
export { isWild, topics } from '#topics';
export { MemoryNetwork } from './links/memory-network.ts';
export type { Network } from './links/network.ts';
export { createSeal, type Seal } from './links/seal.ts';

export interface Options extends PreviousOptions {
  /** This broker's name in the network. */
  readonly name: string;
  /** How it meets the others; absent for one that is alone. */
  readonly links?: Pick<FederationOptions, 'network' | 'addresses' | 'seal'> | undefined;
  /** Messages that wait for one peer at most. */
  readonly maxWaiting?: number;
  /** Is told in a line what a person may want to know of links. */
  readonly log?: (line: string) => void;
}

export function createBroker({ name, links, maxWaiting = MAX_WAITING, log = () => {}, ...options }: Options) {
  const previous = createPrevious(options);
  const { store } = previous;
  const peers = new Peers({ store, maxWaiting, log });
  topics(previous);
  addressing(previous, peers, name);
  const parts = { ...previous, peers, forwarding: forwarding(previous, peers) };
  const self = { name, store: store.epoch, run: randomToken() };
  return { ...parts, federation: links && federation(parts, { ...links, self, log }) };
}
