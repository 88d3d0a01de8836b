// What is measured: scenarios, and in each of them trials, in which some contenders take turns.

import { forSeconds, type Limit } from '../load/limit.ts';
import type { Peer } from '../peers/peer.ts';
import type { Case, Measured, Scenario } from '../results.ts';

/** What one contender has shown in one round. */
export interface Sample {
  readonly value: number;
  readonly bound: Measured['bound'];
}

interface Contender {
  /** The id of a peer. */
  readonly peer: string;
  /** With a fresh process. Resolves with a sample for each case of the trial, in their order. */
  measure(): Promise<readonly Sample[]>;
}

/** Cases that are measured together. */
export interface Trial {
  readonly cases: readonly Omit<Case, 'measured'>[];
  /** The first is our stage, with which the others are compared. */
  readonly contenders: readonly Contender[];
  /** Whether what is asked is how much more the other cases cost than the first. */
  readonly isGrowth?: boolean;
}

/** How much is done in a trial. */
export interface Effort {
  /** When a load has gone on for long enough, and the warm-up before it. */
  readonly load: () => Limit;
  readonly warmUp: () => Limit;
  /** What a count in a scenario is multiplied by. */
  readonly share: number;
}

export const THOROUGH: Effort = { load: () => forSeconds(0.6), warmUp: () => forSeconds(1), share: 1 };
export const QUICK: Effort = { load: () => forSeconds(0.2), warmUp: () => forSeconds(0.3), share: 0.2 };

export interface Plan extends Omit<Scenario, 'cases'> {
  /** @param peers those that are there, ours among them @throws {Error} when this machine can't do it */
  trials(peers: readonly Peer[], effort: Effort): readonly Trial[];
}
