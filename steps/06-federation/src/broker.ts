// The broker of stage 06: the parts of stage 05, with patterns, as a member of a network.

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
  /** How it meets the others; absent for a broker on its own. */
  readonly links?: Pick<FederationOptions, 'network' | 'addresses' | 'seal'> | undefined;
  /** How many messages may wait for one peer. */
  readonly maxWaiting?: number;
  /** Is told, one line at a time, what a person may want to know about links. */
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
