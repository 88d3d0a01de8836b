// Two runs of the grader at once do not disturb each other: not even where both start the same command.

import { expect, test } from 'vitest';
import { grade } from '../src/index.ts';
import { rightTarget } from './wrong-broker.ts';

test('two runs side by side, with the same seed, give the same verdicts', { timeout: 120_000 }, async () => {
  const target = rightTarget('01-basic-pubsub');
  const reports = await Promise.all([7, 7].map((seed) => grade({ stage: 1, seed, target })));
  for (const { checks } of reports) expect(checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
});
