// How measured figures are written and in which order, in tables and plots alike.

import type { Case, Measured } from './results.ts';

/** Stands behind a figure when the load generator was the bottleneck. */
export const LOAD_MARK = '*';

const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** Three digits are as exact as the measurements: `0.53`, `12,300`. */
export function formatFigure(value: number): string {
  return plain.format(value);
}

/** A median with its mark, if it has one. */
export function formatMedian({ figure, bound }: Measured): string {
  return `${formatFigure(figure.median)}${bound === 'load' ? ` ${LOAD_MARK}` : ''}`;
}

/** The best first. */
export function sortedByFigure({ better, measured }: Case): readonly Measured[] {
  const sign = better === 'less' ? 1 : -1;
  return measured.toSorted((a, b) => sign * (a.figure.median - b.figure.median));
}
