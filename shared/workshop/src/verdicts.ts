// Verdicts as a terminal shows them.

import { styleText } from 'node:util';
import type { Result, Verdict } from '@workshop/checks';

const LABELS = {
  pass: ['green', 'pass'],
  fail: ['red', 'fail'],
  error: ['magenta', 'broke'],
  todo: ['yellow', 'to do'],
} as const satisfies Record<Verdict, readonly [color: Parameters<typeof styleText>[0], text: string]>;

/** More checks that fail in the same way are a number. */
const MAX_NAMED = 5;

/** The verdict as a word, in one width, and in its colour where the terminal has some. */
export function label(verdict: Verdict): string {
  const [color, text] = LABELS[verdict];
  return styleText(color, text.padEnd(5));
}

export function bold(text: string): string {
  return styleText('bold', text);
}

/** A result in a line, as it comes. */
export function lineOf({ group, title, verdict, message }: Result): string {
  return `${label(verdict)}  ${group}: ${title}${message && ` (${message})`}`;
}

/** What is red, with its story. */
export function storyOf({ group, title, verdict, message, story }: Omit<Result, 'id' | 'rules' | 'ms'>): string {
  return `${label(verdict)}  ${group}: ${title}\n${(story || message).replace(/^(?=.)/gm, '       ')}\n`;
}

/** The stories of all that is red. Each is told once: a broker that does not start fails every check in the same way. */
export function storiesOf(results: readonly Result[]): string[] {
  const red = Map.groupBy(results.filter(isRed), ({ message }) => message);
  return [...red.values()].flatMap(([first, ...alike]) => {
    if (!first) return [];
    const others = alike.length > MAX_NAMED ? `${alike.length} more checks` : alike.map(({ id }) => id).join(', ');
    return [storyOf(first), ...(alike.length > 0 ? [`       and in the same way: ${others}\n`] : [])];
  });
}

export function isRed({ verdict }: Pick<Result, 'verdict'>): boolean {
  return verdict === 'fail' || verdict === 'error';
}
