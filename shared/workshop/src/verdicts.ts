// Verdicts as a terminal shows them.

import { styleText } from 'node:util';
import type { Result, Verdict } from '@workshop/checks';

const LABELS = {
  pass: ['green', 'pass'],
  fail: ['red', 'fail'],
  error: ['magenta', 'broke'],
  todo: ['yellow', 'to do'],
} as const satisfies Record<Verdict, readonly [color: Parameters<typeof styleText>[0], text: string]>;

/** The verdict as a word, in one width, and in its colour where the terminal has some. */
export function label(verdict: Verdict): string {
  const [color, text] = LABELS[verdict];
  return styleText(color, text.padEnd(5));
}

export function bold(text: string): string {
  return styleText('bold', text);
}

/** Makes what is printed of each result, as it comes. A story is told once: a broker that does not start fails every check in the same way. */
export function createTelling(): (result: Result) => string {
  const told = new Map<string, string>();
  return ({ id, group, title, verdict, message, story }) => {
    const line = `${label(verdict)}  ${group}: ${title}`;
    if (verdict === 'pass') return line;
    if (verdict === 'todo') return `${line} (${message})`;
    const before = told.get(message);
    if (before !== undefined) return `${line}\n       ${message}, as in ${before}`;
    told.set(message, id);
    return `${line}\n${(story || message).replace(/^(?=.)/gm, '       ')}\n`;
  };
}
