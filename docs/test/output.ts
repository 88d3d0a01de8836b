// Compares what a command printed with what the text says it prints.

import { stripVTControlCharacters } from 'node:util';

/** What differs from run to run, or from machine to machine, and is not compared: colours, ports, durations, what pnpm says of the command. */
function normalize(text: string): string[] {
  return stripVTControlCharacters(text)
    .replaceAll('\r\n', '\n')
    .replaceAll(/(localhost|127\.0\.0\.1):\d+/g, '$1:PORT')
    .replaceAll(/\b\d+(\.\d+)? ?(ms|s)\b/g, 'TIME')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => !/^[>$] |^\s*\[?ELIFECYCLE/.test(line))
    .filter((line, n, lines) => line !== '' || lines[n - 1] !== '');
}

/**
 * The first line of `expected` that `printed` does not have in its place; `undefined` when all are there.
 * A line `…` stands for any lines, and `…` within a line for any text. Empty lines count neither at an end nor beside another.
 * @param whole whether nothing else may have been printed, before, between or behind
 */
export function firstMissing(expected: string, printed: string, whole: boolean): string | undefined {
  const lines = trimBlank(normalize(printed));
  let at = 0;
  let anyLines = !whole;
  for (const line of trimBlank(normalize(expected))) {
    if (line === '…') {
      anyLines = true;
      continue;
    }
    const pattern = new RegExp(`^${line.split('…').map(RegExp.escape).join('.*')}$`);
    const found = lines.findIndex((candidate, n) => n >= at && pattern.test(candidate));
    if (found < 0 || (!anyLines && found !== at)) return line;
    at = found + 1;
    anyLines = !whole;
  }
  return anyLines || at === lines.length ? undefined : `the end of the output, before ${JSON.stringify(lines[at])}`;
}

function trimBlank(lines: readonly string[]): readonly string[] {
  const isText = (line: string) => line !== '';
  return lines.slice(lines.findIndex(isText), lines.findLastIndex(isText) + 1);
}
