// A failure told as a story: what was wrong, what happened, expected beside got, the likeliest cause, and where to read.

import type { CodeError } from './code-error.ts';
import type { Cause, Check, Failure, Language } from './check.ts';
import { excerpt, type Transcript } from './transcript.ts';

/** No line of a story gets much longer, in characters: in a terminal, a line that is cut reads better than one that wraps. */
const LINE_LENGTH = 240;

export interface Telling {
  readonly check: Check;
  readonly failure: Failure;
  readonly transcript: Transcript;
  /** The stage whose suite the check belongs to, which is also the name of its chapter. */
  readonly chapter: string;
  /** The command that repeats only this check. */
  readonly again: string;
  /** The language that the broker is written in, where it is known. */
  readonly language: Language | undefined;
  /** Where the broker's code is wrong, if what it printed says so. */
  codeErrorIn(printed: string): CodeError | undefined;
}

export function tell({ check, failure, transcript, chapter, again, language, codeErrorIn }: Telling): string {
  const { message, seen, expected, got, cause, offending, printed = '' } = failure.parts;
  const happened = transcript.format(offending);
  return [
    ...(seen ? [seen] : []),
    message,
    ...printedLines(printed, codeErrorIn(printed)),
    ...(happened ? ['', indent(happened, 2)] : []),
    '',
    line('expected', excerpt(expected, LINE_LENGTH)),
    line('got', excerpt(got, LINE_LENGTH)),
    ...(cause ? [line('likely', likely(cause, language))] : []),
    line('rules', check.rules.map((rule) => `${rule} (/protocol#${rule.toLowerCase()})`).join(', ')),
    line('read', `/${chapter}`),
    line('again', again),
  ].join('\n');
}

/** Nothing tells more than what the broker printed: an exception with its place and source lines, or the lines as they are. */
function printedLines(printed: string, error: CodeError | undefined): string[] {
  if (error?.place)
    return ['', line('stderr', error.message), line('at', error.place), ...(error.excerpt ? ['', indent(error.excerpt, 2)] : [])];
  const lines = excerpt(printed, LINE_LENGTH);
  return lines ? ['', line('stderr', lines)] : [];
}

/** A cause in the words for this language, where it has any. */
export function likely(cause: Cause, language: Language | undefined): string {
  if (typeof cause === 'string') return cause;
  return (language && cause[language]) ?? cause.any;
}

/** One line of a story: its label and, in a column of its own, its text. */
export function line(label: string, text: string): string {
  return `  ${label.padEnd(9)} ${indent(text, 12).trimStart()}`;
}

function indent(text: string, by: number): string {
  return text.replace(/^/gm, ' '.repeat(by));
}
