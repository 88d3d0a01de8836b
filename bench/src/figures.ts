// Figures of rounds: medians, and a ratio for each round, because the machine is never the same twice.

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** `a / b` of each round, as "1.9 (1.7 to 2.1)". */
export function formatRatios(a: readonly number[], b: readonly number[]): string {
  const ratios = a.map((value, round) => value / (b[round] ?? Number.NaN));
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
}

/** One line of a scenario's figures. */
export function printFigure(name: string, figure: string): void {
  console.log(`  ${name.padEnd(34)} ${figure}`);
}
