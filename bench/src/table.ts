// A scenario as a table, for a terminal.

import { formatFigure, formatMedian, LOAD_MARK, sortedByFigure } from './format.ts';
import { labelOf } from './peers.ts';
import type { Case, Figure, Scenario } from './results.ts';

export function tableOf({ title, cases }: Scenario): string {
  return cases.map((shown) => `${title}: ${shown.title} (${shown.unit}; ${shown.better} is better)\n${rowsOf(shown)}\n`).join('\n');
}

/** Stands below all tables, if the mark stands in one. */
export function footnoteOf(scenarios: readonly Scenario[]): string {
  const isMarked = scenarios.some(({ cases }) => cases.some(({ measured }) => measured.some(({ bound }) => bound === 'load')));
  return isMarked ? `${LOAD_MARK} the load generator was the bottleneck, so the peer may be better than that\n` : '';
}

function rowsOf(shown: Case): string {
  const rows = sortedByFigure(shown).map((row) => [
    labelOf(row.peer),
    formatMedian(row),
    `(${range(row.figure)})`,
    `${formatFigure(row.ratio.median)} × ours`,
    `(${range(row.ratio)})`,
    ...(row.growth ? [`${formatFigure(row.growth.median)} × the first case (${range(row.growth)})`] : []),
  ]);
  return alignedRows(rows);
}

/** Columns as wide as their widest cell. */
export function alignedRows(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => `  ${line.trimEnd()}`).join('\n');
}

function range({ low, high }: Figure): string {
  return `${formatFigure(low)} to ${formatFigure(high)}`;
}
