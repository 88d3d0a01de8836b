// Which steps an output has reached, judged by how many times cheaper than the plain loop it was in each round.

import { STEPS } from './steps.ts';

/** The share of rounds on the other side of a floor from which on they contradict one another. */
const CONTRADICTION = 1 / 4;

export interface Verdict {
  /** How many steps are reached, the first ones in order. */
  readonly reached: number;
  /** Whether the rounds contradict one another about the step after those. */
  readonly isClose: boolean;
}

/** @param ratios the CPU time of the plain loop divided by the output's, one for each round */
export function judge(ratios: readonly number[]): Verdict {
  const first = STEPS.findIndex(({ floor }) => shareAbove(ratios, floor) <= 1 - CONTRADICTION);
  if (first < 0) return { reached: STEPS.length, isClose: false };
  const { floor = Number.NaN } = STEPS[first] ?? {};
  return { reached: first, isClose: shareAbove(ratios, floor) >= CONTRADICTION };
}

function shareAbove(ratios: readonly number[], floor: number): number {
  return ratios.filter((ratio) => ratio >= floor).length / ratios.length;
}

/** The verdict as a person reads it. */
export function tell(ratios: readonly number[]): string {
  const { reached, isClose } = judge(ratios);
  const sorted = ratios.toSorted((a, b) => a - b);
  const say = (at: number) => (sorted.at(at) ?? Number.NaN).toFixed(1);
  const range = `${say(0)} to ${say(-1)} in ${sorted.length} rounds`;
  const lines = [`${reached} of ${STEPS.length} steps: ${say(Math.floor(sorted.length / 2))} × as cheap as the plain loop (${range})`];
  const next = STEPS[reached];
  if (!next) return `${lines[0]}\nAll steps are reached: compare yours with steps/01-basic-pubsub/src/output.ts.`;
  if (isClose)
    lines.push(`Too close to call: whether ${next.title} is reached differs from round to round. Close other programs, and try again.`);
  lines.push(
    `The next step, ${next.title}, needs ${next.floor} ×. pnpm wire --hint says how to begin, and pnpm wire --profile where the CPU goes.`,
  );
  return lines.join('\n');
}
