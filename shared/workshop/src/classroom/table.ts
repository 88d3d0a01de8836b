// A table of many checkouts: a row for each, a column for each stage and, below, what doesn't fit in a row.

import { bold } from '../verdicts/verdicts.ts';
import type { CheckoutVerdict, StageVerdict } from './judge-checkout.ts';

/** How many files are named at most. */
const MAX_NAMED = 3;

export function tableOf(checkouts: readonly CheckoutVerdict[]): string {
  const [first] = checkouts;
  const rows = [
    ['', ...(first?.stages ?? []).map(({ stage }) => stage)],
    ...checkouts.map(({ name, tampered, stages }) => [name, ...stages.map((stage) => (tampered.length > 0 ? 'tampered' : cellOf(stage)))]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...rest] = lines;
  return [bold(head), ...rest, ...checkouts.flatMap(notesOn).map((note, n) => (n === 0 ? `\n${note}` : note))].join('\n');
}

/** "done", or how many tasks are right and what is in the way. */
function cellOf({ state, tasks }: StageVerdict): string {
  const right = `${tasks.filter((task) => task.state === 'right').length}/${tasks.length}`;
  const cells = { done: 'done', wrong: `${right} wrong`, todo: right, broken: 'broken', missing: 'missing', error: 'not judged' };
  return state === 'not-started' ? '-' : cells[state];
}

/** What a teacher may want to look at. Only the first of these is a verdict. */
export function notesOn({ name, tampered, differing, stages }: CheckoutVerdict): string[] {
  const copied = stages.flatMap(({ tasks }) => tasks.filter(({ asFinished }) => asFinished).map(({ number }) => number));
  const outside = stages.flatMap(({ changedOutside }) => changedOutside);
  return [
    ...(tampered.length > 0 ? [`${name}: files of the judge were changed while it ran, no verdict counts: ${list(tampered)}`] : []),
    ...(differing.length > 0 ? [`${name}: its copy of the judge differs from yours, and had no say: ${list(differing)}`] : []),
    ...(copied.length > 0 ? [`${name}: as in the finished stages: ${copied.join(', ')}`] : []),
    ...(outside.length > 0 ? [`${name}: changed outside of the tasks: ${list(outside)}`] : []),
  ];
}

function list(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return `${names.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
