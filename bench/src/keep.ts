// What a run leaves behind: a file for the site, JSON and plots for oneself.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { occasion, writeResults } from './network/results.ts';
import type { PeersResults, Scenario } from './results.ts';
import { svgOf } from './plots.ts';

const SAVED = new URL('../results/peers.json', import.meta.url);

export function resultsOf(
  rounds: number,
  { scenarios, versions, absent }: Pick<PeersResults, 'scenarios' | 'versions' | 'absent'>,
): PeersResults {
  return { ...occasion(rounds), versions, absent, scenarios };
}

/** Keeps scenarios that are there and were not measured now, so that a run can be done in parts. */
export function save(results: PeersResults, order: readonly string[]): void {
  const before = existsSync(SAVED) ? (JSON.parse(readFileSync(SAVED, 'utf8')) as PeersResults) : undefined;
  writeResults(SAVED, merge(before, results, order));
}

/** @param order of the scenarios */
export function merge(before: PeersResults | undefined, now: PeersResults, order: readonly string[]): PeersResults {
  const kept = (before?.scenarios ?? []).filter(({ id }) => now.scenarios.every((scenario) => scenario.id !== id));
  const scenarios = [...kept, ...now.scenarios].toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  return { ...now, versions: { ...before?.versions, ...now.versions }, scenarios };
}

export function writeJson(file: string, results: PeersResults): void {
  writeResults(file, results);
}

/** A file for each case, such as `fan-out-1.svg`. */
export function writePlots(folder: string, scenarios: readonly Scenario[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { id, title, cases } of scenarios)
    for (const [at, shown] of cases.entries())
      writeFileSync(join(folder, `${id}-${at + 1}.svg`), svgOf(shown, { heading: `${title}: ${shown.title}` }));
}
