// A failure told as a story: what was wrong, what happened, expected beside got, the likeliest cause, and where to read.

import type { Check, Failure } from './check.ts';
import type { Transcript } from './transcript.ts';

export interface Telling {
  readonly check: Check;
  readonly failure: Failure;
  readonly transcript: Transcript;
  /** The stage whose suite has the check: the name of its chapter. */
  readonly chapter: string;
  /** What repeats just this check. */
  readonly again: string;
}

export function tell({ check, failure, transcript, chapter, again }: Telling): string {
  const { message, expected, got, cause, offending } = failure.parts;
  const happened = transcript.format(offending);
  return [
    message,
    ...(happened ? ['', indent(happened, 2)] : []),
    '',
    line('expected', expected),
    line('got', got),
    ...(cause ? [line('likely', cause)] : []),
    line('rules', check.rules.map((rule) => `${rule} (/protocol#${rule.toLowerCase()})`).join(', ')),
    line('read', `/${chapter}`),
    line('again', again),
  ].join('\n');
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(9)} ${indent(text, 12).trimStart()}`;
}

function indent(text: string, by: number): string {
  return text.replace(/^/gm, ' '.repeat(by));
}
