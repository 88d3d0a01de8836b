// Finds out which of the reader's own earlier stages a failure comes from, when an exercise runs on them.

import { line } from '@workshop/checks/story';
import type { Result } from '@workshop/checks';
import type { ExerciseResult } from '../progress/records.ts';
import { listed, type Stage } from '../stages.ts';

/** Judges these checks on these of the reader's own stages. */
type Judge = (on: readonly Stage[], only: readonly string[]) => Promise<readonly Result[]>;

/**
 * For each failed check, by its id, the numbers of the own stages that the failure comes from: the newest one that turns it green when
 * finished, or all of them if only all together do. A check that fails on the finished stages too is left out: that failure is the
 * exercise's own.
 * @param own the stages that it failed on, first one first
 */
export async function originsOf(failed: readonly string[], own: readonly Stage[], judge: Judge): Promise<Map<string, readonly string[]>> {
  const origins = new Map<string, readonly string[]>();
  const passing = async (on: readonly Stage[], only: readonly string[]) => {
    if (only.length === 0) return [];
    return (await judge(on, only)).flatMap(({ id, verdict }) => (verdict === 'pass' ? [id] : []));
  };
  if (own.length === 0) return origins;
  let open = await passing([], failed); // most failures are the exercise's own, and then this is the whole cost
  for (const stage of own.toReversed()) {
    const mended = new Set(
      own.length === 1
        ? open
        : await passing(
            own.filter((other) => other !== stage),
            open,
          ),
    );
    for (const id of mended) origins.set(id, [stage.number]);
    open = open.filter((id) => !mended.has(id));
  }
  for (const id of open)
    origins.set(
      id,
      own.map(({ number }) => number),
    );
  return origins;
}

/** Adds to a result's story where the failure comes from. */
export function withOrigin(result: Result, from: readonly string[] | undefined): ExerciseResult {
  return from ? { ...result, from, story: `${result.story}\n${line('from', `${ownStages(from)}, this passes`)}` } : result;
}

/** One line for each origin, with the failures that come from there. */
export function originLines(results: readonly ExerciseResult[]): string[] {
  const groups = Map.groupBy(
    results.filter(({ from }) => from !== undefined),
    ({ from = [] }) => ownStages(from),
  );
  return [...groups].map(([origin, failures]) => {
    return `From ${origin}, ${failures.length === 1 ? 'this passes' : 'these pass'}: ${failures.map(({ id }) => id).join(', ')}`;
  });
}

function ownStages(numbers: readonly string[]): string {
  return numbers.length === 1
    ? `your own stage ${numbers[0]}: with the finished one in its place`
    : `your own stages ${listed(numbers)} together: with the finished ones in their place`;
}
