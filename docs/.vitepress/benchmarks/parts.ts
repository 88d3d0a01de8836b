// `<BenchmarkScenarios />` and the like: the parts of the page on benchmarks that are made from what `pnpm bench --save` kept. They are put
// in as Markdown, so that the plots are drawn at build time and the search finds their words.

import { existsSync, readFileSync } from 'node:fs';
import { formatMedian, LOAD_MARK } from 'bench/format';
import { isStage, labelOf, PEERS } from 'bench/peers';
import type { Case, PeersResults, Scenario } from 'bench/results';
import type { MarkdownRenderer } from 'vitepress';
import { table, verbatim } from '../markdown.ts';
import { bytes } from '../theme/growth/format.ts';
import { describeRange, formatRatio, LEVEL } from './comparisons.ts';
import { plotsOf, tableOf } from './figures.ts';
import { lossesIn } from './losses.ts';
import { EXPLANATIONS, reasonFor } from './reasons.ts';

const file = new URL('../../../bench/results/peers.json', import.meta.url);

/** Until something has been measured, the page says so. */
const results = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PeersResults) : undefined;

const parts = new Map<string, (results: PeersResults) => string>([
  ['BenchmarkOccasion', occasion],
  ['BenchmarkScenarios', ({ scenarios }) => sections(scenarios, plotsOf)],
  // For the search, which has no use for plots.
  ['BenchmarkWords', ({ scenarios }) => sections(scenarios, () => '')],
  ['BenchmarkLosses', losses],
  ['BenchmarkPeers', peers],
]);

export function readBenchmarks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.before('normalize', 'benchmarks', (state) => {
    state.src = state.src.replaceAll(/^<(Benchmark\w+) \/>$/gm, (tag, name: string) => benchmarkPart(name, results) ?? tag);
  });
}

/** A part of the page as Markdown; nothing if there is no part of this name. */
export function benchmarkPart(name: string, results: PeersResults | undefined): string | undefined {
  const part = parts.get(name);
  return part && (results ? part(results) : '*Nothing has been measured yet.*');
}

function occasion({ date, machine, node, rounds, scenarios }: PeersResults): string {
  const measured = scenarios.flatMap(({ cases }) => cases.flatMap((shown) => shown.measured));
  const isMarked = measured.some(({ bound }) => bound === 'load');
  const where = `on ${machine.cores} cores (${machine.cpu}) with ${bytes(machine.memory)}, ${machine.system}, Node ${node}`;
  const how = rounds > 1 ? `in ${rounds} rounds, in which all peers took turns` : 'in one round';
  const mark = `\n\nA figure marked with ${verbatim(LOAD_MARK)} may be better than it looks: there, the load generator was the bottleneck.`;
  return `All of it was measured on ${date}, ${where}, ${how}.${isMarked ? mark : ''}`;
}

function sections(scenarios: readonly Scenario[], draw: (scenario: Scenario) => string): string {
  const paragraphs = scenarios.flatMap((scenario) => {
    const { id, title, what } = scenario;
    return [`## ${title} {#${id}}`, what, EXPLANATIONS[id], describeRange(scenario), draw(scenario), tableOf(scenario)];
  });
  return paragraphs.filter(Boolean).join('\n\n');
}

function losses(results: PeersResults): string {
  const found = lossesIn(results);
  const percent = Math.round((LEVEL - 1) * 100);
  if (found.length === 0) return `In no case is a peer better than our stage by more than ${percent} %.`;
  const rows = found.map(({ scenario, shown, stage, peer, gain }) => [
    `[${scenario.title}](#${scenario.id}): ${caseName(shown)}`,
    [peer, stage].map((row) => `${labelOf(row.peer)}: ${formatMedian(row)}`).join('<br>'),
    formatRatio(gain),
  ]);
  const reasons = new Set(found.flatMap(({ scenario, peer }) => reasonFor(scenario.id, peer.peer) ?? []));
  return [
    `In ${found.length} comparisons, a peer is better than our stage by more than ${percent} %. The largest difference comes first:`,
    table(['case', 'the peer, and our stage', 'times better'], rows),
    ...(reasons.size > 0 ? ['Why, as far as we know:', [...reasons].map((reason) => `- ${reason}`).join('\n')] : []),
  ].join('\n\n');
}

function caseName({ title, unit }: Case): string {
  return verbatim(`${title}, ${unit}`);
}

function peers({ versions, absent, scenarios }: PeersResults): string {
  const measured = new Set(scenarios.flatMap(({ cases }) => cases.flatMap((shown) => shown.measured.map(({ peer }) => peer))));
  const rows = Object.entries(PEERS)
    .filter(([id]) => measured.has(id) || Object.hasOwn(absent, id))
    .map(([id, { label, about }]) => {
      const version = isStage(id) ? 'as it is here' : (versions[id] ?? '');
      return [label, about, measured.has(id) ? version : `not measured: ${absent[id]}`];
    });
  return table(['name', 'what it is', 'version'], rows);
}
