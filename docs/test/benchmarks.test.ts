// What the page on benchmarks says of its results, by results of which one can see what must be said; and whether it knows all that is in
// those that were measured.

import { existsSync, readFileSync } from 'node:fs';
import { PEERS } from 'bench/peers';
import type { Case, Measured, PeersResults, Scenario } from 'bench/results';
import { describe, expect, test } from 'vitest';
import { describeCase, describeRange } from '../.vitepress/benchmarks/comparisons.ts';
import { lossesIn } from '../.vitepress/benchmarks/losses.ts';
import { benchmarkPart } from '../.vitepress/benchmarks/parts.ts';
import { EXPLANATIONS } from '../.vitepress/benchmarks/reasons.ts';

type Row = readonly [peer: string, median: number, bound?: Measured['bound']];

const figure = (median: number, spread = 0.1) => ({ median, low: median * (1 - spread), high: median * (1 + spread) });

/** The first row is our stage. */
function caseOf(title: string, better: Case['better'], ...rows: readonly Row[]): Case {
  const [[, ours] = ['', Number.NaN]] = rows;
  const unit = better === 'less' ? 'µs of CPU a delivery' : 'answered publishes a second';
  return {
    title,
    unit,
    better,
    measured: rows.map(([peer, median, bound = 'broker'], at) => ({
      peer,
      figure: figure(median),
      ratio: at === 0 ? figure(1, 0) : figure(median / ours, 0.05),
      bound,
    })),
  };
}

const fast = caseOf('32 in flight', 'less', ['01-basic-pubsub', 0.5], ['ws', 10], ['redis', 0.48], ['c-epoll', 0.25], ['socket.io', 20]);
const slow = caseOf('1 in flight', 'less', ['01-basic-pubsub', 10], ['ws', 20, 'load'], ['redis', 8], ['c-epoll', 6], ['socket.io', 40]);
const durable = caseOf('32 in flight', 'more', ['02-persistence', 20_000], ['better-sqlite3', 50_000], ['06-federation', 15_000]);
const fanOut: Scenario = { id: 'fan-out', title: 'Fan-out', what: 'To `many`.', cases: [fast, slow] };
const results: PeersResults = {
  date: '2000-01-01',
  machine: { cpu: 'Some CPU', cores: 2, memory: 2 ** 34, system: 'linux 1' },
  node: '26.0.0',
  natsServer: 'none',
  rounds: 5,
  versions: { redis: '7.0.15', ws: '8.23.0' },
  absent: { uws: 'is not installed' },
  scenarios: [fanOut, { id: 'durable', title: 'Durable publishes', what: 'Answered.', cases: [durable] }],
};

test('a case is told by our figure and its place, and by the best, the plain loop and the last', () => {
  expect(describeCase(fast)).toBe(
    'Stage 01 takes 0.5 µs of CPU a delivery, 3rd of 5. Compared with that, C with epoll takes 0.5 times as much, plain ws 20 times as much, ' +
      'and Socket.IO 40 times as much.',
  );
  expect(describeCase(durable)).toBe(
    'Stage 02 reaches 20,000 answered publishes a second, 2nd of 3. Compared with that, better-sqlite3 reaches 2.5 times as much and stage 06 ' +
      '0.75 times as much.',
  );
  expect(describeCase(caseOf('', 'less', ['06-federation', 30], ['07-nats', 31]))).toBe(
    'Stage 06 takes 30 µs of CPU a delivery. Compared with that, stage 07 takes about as much.',
  );
});

test('a scenario is told by the span of our figures, and of the ratios of peers that are in all its cases', () => {
  expect(describeRange(fanOut)).toBe(
    'Over these cases, stage 01 takes 0.5 to 10 µs of CPU a delivery, plain ws 2 to 20 times as much, Redis 0.8 to 0.96 times as much, and ' +
      'C with epoll 0.5 to 0.6 times as much.',
  );
  expect(describeRange({ ...fanOut, cases: [fast] })).toBe('');
  expect(describeRange({ ...fanOut, cases: [fast, durable] })).toBe('');
});

test('we lose where a peer is better by more than 10 %, whether less or more is better, and nowhere to a stage of ours', () => {
  const lost = lossesIn(results).map(({ shown, peer, gain }) => `${shown.title} ${peer.peer} ${gain.toFixed(2)}`);
  expect(lost).toEqual([
    '32 in flight better-sqlite3 2.50',
    '32 in flight c-epoll 2.00',
    '1 in flight c-epoll 1.67',
    '1 in flight redis 1.25',
  ]);
  const between = caseOf('', 'less', ['01-basic-pubsub', 10], ['06-federation', 5]);
  expect(lossesIn({ ...results, scenarios: [{ ...fanOut, cases: [between] }] })).toEqual([]);
});

describe('the page', () => {
  test('says of each loss which case it is, both figures, how much, and why', () => {
    const text = benchmarkPart('BenchmarkLosses', results);
    expect(text).toContain('In 4 comparisons');
    expect(text).toContain(
      '| [Durable publishes](#durable): 32 in flight, answered publishes a second | better-sqlite3: 50,000<br>stage 02: 20,000 | 2.5 |',
    );
    expect(text).toMatch(/- \*\*Redis\*\* is written in C/);
    expect(benchmarkPart('BenchmarkLosses', { ...results, scenarios: [] })).toMatch(/^In no case/);
  });

  test('has a section for each scenario, with a plot for each case and a table of all figures', () => {
    const text = benchmarkPart('BenchmarkScenarios', results) ?? '';
    expect(text.match(/^## .*/gm)).toEqual(['## Fan-out {#fan-out}', '## Durable publishes {#durable}']);
    expect(text.match(/<svg [^>]*role="img"/g)).toHaveLength(3);
    expect(text).toContain('<th scope="row">plain ws</th><td>20 *</td><td>18 to 22</td><td>2 × (1.9 to 2.1)</td>');
    expect(text).toContain('<th scope="row"><strong>stage 01</strong></th><td>10</td><td>9 to 11</td><td>1 ×</td>');
    const words = benchmarkPart('BenchmarkWords', results) ?? '';
    expect(words).toContain('2 × (1.9 to 2.1)');
    expect(words).not.toContain('<svg');
  });

  test('says when and where it was measured, which peers, and what the mark means where there is one', () => {
    const marked = benchmarkPart('BenchmarkOccasion', results);
    expect(marked).toContain('2000-01-01, on 2 cores (Some CPU) with 16 GiB, linux 1, Node 26.0.0, in 5 rounds');
    expect(marked).toContain('marked with \\*');
    expect(benchmarkPart('BenchmarkOccasion', { ...results, scenarios: [] })).not.toContain('marked');
    const peers = benchmarkPart('BenchmarkPeers', results);
    expect(peers).toMatch(/\| Redis \| .* \| 7\.0\.15 \|/);
    expect(peers).toMatch(/\| µWebSockets.js \| .* \| not measured: is not installed \|/);
    expect(peers).not.toContain('aedes');
  });

  test('says so while nothing has been measured', () => {
    expect(benchmarkPart('BenchmarkScenarios', undefined)).toBe('*Nothing has been measured yet.*');
    expect(benchmarkPart('BenchmarkOther', results)).toBeUndefined();
  });
});

const file = new URL('../../bench/results/peers.json', import.meta.url);

test.skipIf(!existsSync(file))('all that was measured has a label, an explanation, and a stage that it is compared with', () => {
  const { scenarios } = JSON.parse(readFileSync(file, 'utf8')) as PeersResults;
  const cases = scenarios.flatMap((scenario) => scenario.cases);
  expect(scenarios.map(({ id }) => id).filter((id) => !Object.hasOwn(EXPLANATIONS, id))).toEqual([]);
  expect(cases.flatMap(({ measured }) => measured.map(({ peer }) => peer)).filter((peer) => !Object.hasOwn(PEERS, peer))).toEqual([]);
  expect(cases.filter((shown) => describeCase(shown) === '').map(({ title }) => title)).toEqual([]);
});
