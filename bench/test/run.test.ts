// What becomes of the samples of a run.

import { expect, test } from 'vitest';
import { boundOf } from '../src/load/meter.ts';
import { quantile } from '../src/load/drip.ts';
import { Progress } from '../src/progress.ts';
import type { Scenario } from '../src/results.ts';
import { runPlan, summarize } from '../src/run.ts';
import { footnoteOf, tableOf } from '../src/table.ts';

const samples = (...values: number[]) => values.map((value) => ({ value, bound: 'broker' as const }));

test('ratios are those of the rounds, not of the medians', () => {
  const measured = summarize('redis', samples(10, 40, 60), samples(10, 20, 60));
  expect(measured.figure).toEqual({ median: 40, low: 10, high: 60 });
  expect(measured.ratio).toEqual({ median: 1, low: 1, high: 2 });
});

test('the load is the bottleneck only where it was busy and the broker was not', () => {
  expect(boundOf(0.5, 0.95)).toBe('load');
  expect(boundOf(0.95, 0.95)).toBe('broker');
  expect(boundOf(0.5, 0.5)).toBe('neither');
  const measured = summarize('redis', [...samples(1), ...[2, 3].map((value) => ({ value, bound: 'load' as const }))], samples(1, 1, 1));
  const scenario = scenarioOf('fan-out', [measured]);
  expect(measured.bound).toBe('load');
  expect(tableOf(scenario)).toMatch(/Redis +2 \* +\(1 to 3\) +2 × ours +\(1 to 3\)/);
  expect(footnoteOf([scenario])).toContain('bottleneck');
});

test('a quantile is one of the values', () => {
  const values = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect(quantile(values, 0.5)).toBe(51);
  expect(quantile(values, 0.99)).toBe(100);
  expect(quantile([7], 0.99)).toBe(7);
});

function scenarioOf(id: string, measured: Scenario['cases'][number]['measured']): Scenario {
  return { id, title: id, what: '', cases: [{ title: '', unit: 'ms', better: 'less', measured }] };
}

test('how much more a case costs than the first one is computed within each round', async () => {
  const rounds = [
    [10, 20],
    [40, 44],
    [50, 150],
  ];
  const measure = async () => samples(...(rounds.shift() ?? []));
  const trials = [
    {
      cases: ['short', 'long'].map((title) => ({ title, unit: 'ms', better: 'less' as const })),
      contenders: [{ peer: 'redis', measure }],
      isGrowth: true,
    },
  ];
  const { cases } = await runPlan({ id: 'history', title: 'History', what: '', trials }, { rounds: 3, progress: new Progress() });
  expect(cases.map(({ measured }) => measured[0]?.growth)).toEqual([undefined, { median: 2, low: 1.1, high: 3 }]);
  expect(tableOf({ id: 'history', title: 'History', what: '', cases })).toContain('2 × the first case (1.1 to 3)');
});
