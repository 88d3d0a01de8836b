import { forwarding } from './06-federation/forwarding.ts';
import { interest } from './06-federation/interest.ts';
import { match } from './06-federation/match.ts';
import { outbox } from './06-federation/outbox.ts';
import { peers } from './06-federation/peers.ts';
import { receiver } from './06-federation/receiver.ts';
import { sender } from './06-federation/sender.ts';
import { take } from './06-federation/take.ts';
import { trie } from './06-federation/trie.ts';
import type { Solution } from './solution.ts';

export const solutions: readonly Solution[] = [
  ...trie,
  ...match,
  ...interest,
  ...peers,
  ...forwarding,
  ...outbox,
  ...sender,
  ...receiver,
  ...take,
];
