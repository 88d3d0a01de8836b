// What a case says of our stage and its peers, in sentences whose figures all come from the results.

import { formatFigure, sortedByFigure } from 'bench/format';
import { isStage, labelOf } from 'bench/peers';
import type { Case, Measured, Scenario } from 'bench/results';

/** Peers whose figures differ by less are level. */
export const LEVEL = 1.1;

/** Those that every scenario is told of, where they were measured. */
const TOLD = ['ws', 'redis', 'nats-server', 'c-epoll', 'better-sqlite3'];

const VERBS = { less: 'takes', more: 'reaches' } as const;
const few = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const list = new Intl.ListFormat('en');
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

/** The stage that the ratios of a case refer to: its own is 1 in every round. */
export function stageOf({ measured }: Case): Measured | undefined {
  return measured.find(({ peer, ratio }) => isStage(peer) && ratio.low === 1 && ratio.high === 1);
}

/** How many times better a peer is than our stage: below 1, it's worse. */
export function gainOf({ better }: Case, { ratio }: Measured): number {
  return better === 'less' ? 1 / ratio.median : ratio.median;
}

/** Two digits, which is as exact as a comparison can be. */
export function formatRatio(ratio: number): string {
  return few.format(ratio);
}

function times(ratio: number): string {
  return ratio < LEVEL && ratio > 1 / LEVEL ? 'about' : `${formatRatio(ratio)} times`;
}

/** What our stage's figure is, which place that is, and what the best, the plain loop and the last have in comparison. */
export function describeCase(shown: Case): string {
  const stage = stageOf(shown);
  if (!stage) return '';
  const rows = sortedByFigure(shown);
  const others = rows.filter((row) => row !== stage);
  const verb = VERBS[shown.better];
  const place = others.some(({ peer }) => !isStage(peer)) ? `, ${ordinal(rows.indexOf(stage) + 1)} of ${rows.length}` : '';
  const told = others.filter((row, at) => at === 0 || at === others.length - 1 || row.peer === 'ws');
  const compared = told.map(({ peer, ratio }, at) => `${labelOf(peer)} ${at === 0 ? `${verb} ` : ''}${times(ratio.median)} as much`);
  const first = `${capital(labelOf(stage.peer))} ${verb} ${formatFigure(stage.figure.median)} ${shown.unit}${place}.`;
  return compared.length > 0 ? `${first} Compared with that, ${list.format(compared)}.` : first;
}

/** From where to where our stage's figure goes in a scenario, and how the peers that all its cases have compare with it. */
export function describeRange({ cases }: Scenario): string {
  const [first] = cases;
  const stages = cases.flatMap((shown) => stageOf(shown) ?? []);
  const [stage] = stages;
  const isAlike = cases.every(({ unit, better }) => unit === first?.unit && better === first.better);
  if (!first || !stage || cases.length < 2 || !isAlike || stages.some(({ peer }) => peer !== stage.peer)) return '';
  const verb = VERBS[first.better];
  const figures = span(
    stages.map(({ figure }) => figure.median),
    formatFigure,
  );
  const ranges = TOLD.flatMap((peer) => {
    const ratios = cases.flatMap(({ measured }) => measured.filter((row) => row.peer === peer).map(({ ratio }) => ratio.median));
    return ratios.length === cases.length ? [`${labelOf(peer)} ${span(ratios, formatRatio)} times as much`] : [];
  });
  return `Over these cases, ${list.format([`${labelOf(stage.peer)} ${verb} ${figures} ${first.unit}`, ...ranges])}.`;
}

function span(values: readonly number[], format: (value: number) => string): string {
  const [low, high] = [format(Math.min(...values)), format(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

function ordinal(place: number): string {
  return `${place}${ENDINGS[ordinals.select(place)] ?? 'th'}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
