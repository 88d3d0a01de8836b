// What a run leaves behind: a file for the site, JSON and plots for oneself.

import { mkdirSync, writeFileSync } from 'node:fs';
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

/** In place of what was measured before: figures of one run can be compared, those of several machines and days can't. */
export function save(results: PeersResults): void {
  writeResults(SAVED, results);
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
