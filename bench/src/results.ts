// What `--save` keeps for the site: of `pnpm bench network`, and of all stages beside their peers. Nothing but types, so a page can import it.

import type { Figure, Occasion } from './network/results.ts';

export type { Costs, Figure, NetworkResults, Occasion, Stage } from './network/results.ts';

/** What stands in `results/peers.json`. */
export interface PeersResults extends Occasion {
  /** By peer, as measured, such as `{ redis: '7.0.15' }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** Why a peer wasn't measured. */
  readonly absent: Readonly<Record<string, string>>;
  readonly scenarios: readonly Scenario[];
}

export interface Scenario {
  /** Such as `fan-out`. */
  readonly id: string;
  /** Such as `Fan-out`. */
  readonly title: string;
  /** What is done and what is counted, in one or two sentences. */
  readonly what: string;
  readonly cases: readonly Case[];
}

/** One load, given to all peers that can take it. */
export interface Case {
  /** Such as `100 subscribers, 32 publishes in flight`. */
  readonly title: string;
  /** Such as `µs of CPU a delivery`. */
  readonly unit: string;
  readonly better: 'less' | 'more';
  readonly measured: readonly Measured[];
}

export interface Measured {
  /** Its id in `peers.ts`. */
  readonly peer: string;
  readonly figure: Figure;
  /** This peer / our stage, computed within each round; 1 for the stage itself. */
  readonly ratio: Figure;
  /** Where the case is the first one of its scenario, but harder: this figure / the peer's figure there, computed within each round. */
  readonly growth?: Figure;
  /** What was busy. With `load`, the load generator was the bottleneck, and the peer wasn't at its limit. */
  readonly bound: 'broker' | 'load' | 'neither';
}
