import { interest } from './06-federation/interest.ts';
import { match } from './06-federation/match.ts';
import { peers } from './06-federation/peers.ts';
import { trie } from './06-federation/trie.ts';
import type { Solution } from './solution.ts';

export const solutions: readonly Solution[] = [...trie, ...match, ...interest, ...peers];
