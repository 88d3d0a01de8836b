// The broker of stage 06: the one of stage 05, with patterns, and as one of a network.

import { addressing } from '#addressing';
import { federation, type FederationOptions } from '#federation';
import { MAX_WAITING } from '#outbox';
import { Peers } from '#peers';
import { topics } from '#topics';
import type { Broker } from '01-basic-pubsub';
import { createBroker as createPrevious, type Options as PreviousOptions } from '05-private';
import { randomToken } from './handshake.ts';
import { NO_NETWORK } from './network.ts';

export * from '05-private'; // but for what has the same name here
export { MemoryNetwork } from './memory-network.ts';
export type { Network } from './network.ts';

/** How a broker meets the others: on what ways, where, and by what secret. */
export type Links = Pick<FederationOptions, 'network' | 'addresses' | 'sign'>;

export interface Options extends PreviousOptions {
  /** This broker's name in the network. */
  readonly name: string;
  /** Absent for one that is alone. */
  readonly links?: Links | undefined;
  /** Messages that wait for one peer at most. */
  readonly maxWaiting?: number;
  /** Is told in a line what a person may want to know of links. */
  log?(line: string): void;
}

const ALONE: Links = { network: NO_NETWORK, addresses: [], sign: (text) => text };

export function createBroker(options: Options): Broker {
  const { name, store, retain, maxWaiting = MAX_WAITING, links = ALONE, log = () => {}, report = () => {} } = options;
  const peers = new Peers({ store, maxWaiting, log });
  const self = { name, store: store.epoch, run: randomToken() };
  return createPrevious(options)
    .use(topics)
    .use(addressing({ name, peers, store, retain }))
    .use(federation(peers, { ...links, self, log, report }));
}
