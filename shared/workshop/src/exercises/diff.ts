// Compares two texts line by line, as `git diff` prints them, in colour if the terminal has colours.

import { styleText } from 'node:util';
import { structuredPatch, type StructuredPatchHunk } from 'diff';
import { bold } from '../verdicts/verdicts.ts';

const CONTEXT = 3;

export interface NamedText {
  /** The path to open. */
  readonly name: string;
  readonly text: string;
}

/**
 * @param headingOf the heading of a change, given the first line of `before` that it touches
 * @returns `undefined` if there is no difference
 */
export function diffOf(before: NamedText, after: NamedText, headingOf: (line: number) => string): string | undefined {
  const hunks = hunksOf(before, after).map(({ oldStart, lines }) => {
    const line = oldStart + lines.findIndex(isChange);
    return [heading(line, headingOf(line)), ...lines.map(coloured)];
  });
  return hunks.length > 0 ? [bold(`--- ${before.name}`), bold(`+++ ${after.name}`), ...hunks.flat(), ''].join('\n') : undefined;
}

/** What the later of two texts adds to the earlier one; lines that only the earlier one has are left out. */
export function additionsTo(before: NamedText, after: NamedText): string | undefined {
  const hunks = hunksOf(before, after).flatMap(({ newStart, lines }) => {
    const kept = lines.filter((line) => !line.startsWith('-'));
    return kept.some(isChange) ? [[heading(newStart + kept.findIndex(isChange)), ...kept.map(coloured)]] : [];
  });
  return hunks.length > 0 ? [bold(`+++ ${after.name}`), ...hunks.flat(), ''].join('\n') : undefined;
}

function hunksOf(before: NamedText, after: NamedText): StructuredPatchHunk[] {
  return structuredPatch('', '', before.text, after.text, undefined, undefined, { context: CONTEXT }).hunks;
}

function isChange(line: string): boolean {
  return /^[-+]/.test(line);
}

function heading(line: number, text = ''): string {
  return styleText('cyan', `@@ line ${line} @@ ${text}`.trimEnd());
}

function coloured(line: string): string {
  if (line.startsWith('+')) return styleText('green', line);
  return line.startsWith('-') ? styleText('red', line) : line;
}
