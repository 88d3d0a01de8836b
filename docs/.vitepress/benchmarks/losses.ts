// Every case in which a peer is better than our stage, by more than measurements differ.

import { isStage } from 'bench/peers';
import type { Case, Measured, PeersResults, Scenario } from 'bench/results';
import { gainOf, LEVEL, stageOf } from './comparisons.ts';

export interface Loss {
  readonly scenario: Scenario;
  readonly shown: Case;
  readonly stage: Measured;
  readonly peer: Measured;
  /** How many times better the peer is. */
  readonly gain: number;
}

/** The greatest first. */
export function lossesIn({ scenarios }: PeersResults): readonly Loss[] {
  return scenarios.flatMap((scenario) => scenario.cases.flatMap((shown) => lossesOf(scenario, shown))).toSorted((a, b) => b.gain - a.gain);
}

function lossesOf(scenario: Scenario, shown: Case): Loss[] {
  const stage = stageOf(shown);
  if (!stage) return [];
  return shown.measured
    .filter(({ peer }) => !isStage(peer))
    .map((peer) => ({ scenario, shown, stage, peer, gain: gainOf(shown, peer) }))
    .filter(({ gain }) => gain > LEVEL);
}
