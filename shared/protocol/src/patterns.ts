// Topic patterns, as in RabbitMQ's topic exchange: `*` stands for one word, `#` for any number of words, including none.
// There are patterns for users, too: `@bob` for one of them, and `@*` for all.

import { isChannel } from './names.ts';

/** Whether `text` is a pattern for channels: words, `*` and `#` joined by dots. A channel is a pattern too, and matches only itself. */
export function isPattern(text: string): boolean {
  return isChannel(
    text
      .split('.')
      .map((word) => (word === '*' || word === '#' ? 'w' : word))
      .join('.'),
  );
}

/**
 * Whether `outer` matches everything that `inner` matches. A channel matches only itself, so with a channel as `inner` this asks
 * whether the channel matches; with a pattern, whether a right allows a subscription. `#` does not cover users.
 *
 * `outer` is run as an automaton over `inner`: a state is a set of positions in `outer` that may be next. A wildcard of `inner`
 * stands for words that `outer` does not name, because it can't name every word. Every channel has at least one word, so a match of no
 * words need not be covered. A channel of another broker, such as `news@broker2`, is covered where `news` is.
 */
export function covers(outer: string, inner: string): boolean {
  if (outer.startsWith('@') || inner.startsWith('@')) {
    return outer === inner || (outer === '@*' && inner.startsWith('@'));
  }
  const pattern = outer.split('.');
  const [channel = ''] = inner.split('@');
  const words = channel.split('.');
  const seen = new Set<string>();
  const branches: [at: number, state: readonly number[], named: boolean][] = [[0, openings(pattern, [0]), false]];

  for (let branch = branches.pop(); branch; branch = branches.pop()) {
    const [at, state, named] = branch;
    const key = `${at}:${state.join()}:${named}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const word = words[at];
    if (word === undefined) {
      if (named && !state.includes(pattern.length)) return false;
    } else if (word === '#') {
      branches.push([at + 1, state, named], [at, step(pattern, state, '*'), true]);
    } else {
      branches.push([at + 1, step(pattern, state, word), true]);
    }
  }
  return true;
}

/** The positions after one more word. `*` stands for a word that the pattern does not name. */
function step(pattern: readonly string[], state: readonly number[], word: string): number[] {
  const next = state.flatMap((at) => {
    if (pattern[at] === '#') return [at];
    return pattern[at] === '*' || pattern[at] === word ? [at + 1] : [];
  });
  return openings(pattern, next);
}

/** The positions that can be reached without another word, because `#` may stand for none. Sorted, each once. */
function openings(pattern: readonly string[], positions: readonly number[]): number[] {
  const open = new Set<number>();
  for (let at of positions) {
    open.add(at);
    while (pattern[at] === '#') open.add(++at);
  }
  return [...open].toSorted((a, b) => a - b);
}
