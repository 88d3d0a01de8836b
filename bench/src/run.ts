// Runs scenarios: all contenders of a trial take turns, and in each round all of them meet the same machine.

import type { Progress } from './progress.ts';
import { figureOf } from './network/results.ts';
import { labelOf } from './peers.ts';
import type { Measured, Scenario } from './results.ts';
import type { Sample, Trial } from './scenarios/scenario.ts';

export async function runPlan(
  { id, title, what, trials }: Omit<Scenario, 'cases'> & { readonly trials: readonly Trial[] },
  { rounds, progress }: { readonly rounds: number; readonly progress: Progress },
): Promise<Scenario> {
  const cases = [];
  for (const trial of trials) cases.push(...(await runTrial(title, trial, rounds, progress)));
  return { id, title, what, cases };
}

async function runTrial(title: string, { cases, contenders, isGrowth }: Trial, rounds: number, progress: Progress) {
  const samples = contenders.map((): (readonly Sample[])[] => []);
  for (let round = 1; round <= rounds; round++)
    for (const [at, { peer, measure }] of contenders.entries()) {
      progress.say(title, `${cases[0]?.title}, round ${round} of ${rounds}`, labelOf(peer));
      samples[at]?.push(await measure().catch((error: Error) => fail(`${labelOf(peer)}, ${cases[0]?.title}`, error)));
    }
  return cases.map((each, nth) => {
    const of = (contender: number, what = nth) => samples[contender]?.flatMap((round) => round[what] ?? []) ?? [];
    const measured = contenders.map(({ peer }, at) => ({
      ...summarize(peer, of(at), of(0)),
      ...(isGrowth && nth > 0 && { growth: figureOf(ratiosOf(of(at), of(at, 0))) }),
    }));
    return { ...each, measured };
  });
}

function fail(where: string, error: Error): never {
  throw new Error(`${where}: ${error.message}`, { cause: error });
}

/** @param stage what our stage showed in the same rounds */
export function summarize(peer: string, samples: readonly Sample[], stage: readonly Sample[]): Measured {
  return {
    peer,
    figure: figureOf(samples.map(({ value }) => value)),
    ratio: figureOf(ratiosOf(samples, stage)),
    bound: mostOften(samples.map(({ bound }) => bound)),
  };
}

/** Round by round. */
function ratiosOf(samples: readonly Sample[], others: readonly Sample[]): number[] {
  return samples.map(({ value }, round) => value / (others[round]?.value ?? Number.NaN));
}

function mostOften(bounds: readonly Measured['bound'][]): Measured['bound'] {
  const often = (bound: string) => bounds.filter((other) => other === bound).length;
  return bounds.toSorted((a, b) => often(b) - often(a))[0] ?? 'neither';
}
