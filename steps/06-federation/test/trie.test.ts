// The tree of patterns, against the definition of matching.

import fc from 'fast-check';
import { covers } from '@workshop/protocol';
import { describe, expect, test } from 'vitest';
import { Trie } from '../src/topics/trie.ts';

const dotted = (words: readonly string[]) =>
  fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }).map((list) => list.join('.'));
const channel = dotted(['a', 'b', 'c', '__proto__']);
const pattern = dotted(['a', 'b', '__proto__', '*', '#']);

/** The definition, word by word: too slow to use, too plain to be wrong. */
function matches([first, ...rest]: readonly string[], words: readonly string[]): boolean {
  if (first === undefined) return words.length === 0;
  if (first === '#') return matches(rest, words) || (words.length > 0 && matches([first, ...rest], words.slice(1)));
  return words.length > 0 && (first === '*' || first === words[0]) && matches(rest, words.slice(1));
}

describe('the trie', () => {
  test('finds the members whose patterns match by the definition, whatever was added and deleted', () => {
    const step = fc.record({ deletes: fc.boolean(), pattern, member: fc.integer({ min: 1, max: 4 }) });
    const property = fc.property(fc.array(step, { maxLength: 30 }), fc.array(channel, { maxLength: 5 }), (steps, channels) => {
      const trie = new Trie<number>();
      const model = new Map<string, Set<number>>();
      for (const { deletes, pattern, member } of steps) {
        const members = model.get(pattern) ?? new Set();
        model.set(pattern, members);
        if (deletes) {
          trie.delete(pattern, member);
          members.delete(member);
        } else {
          trie.add(pattern, member);
          members.add(member);
        }
      }
      for (const channel of channels) {
        const expected = [...model]
          .filter(([pattern]) => matches(pattern.split('.'), channel.split('.')))
          .flatMap(([, members]) => [...members]);
        expect(new Set(trie.match(channel))).toEqual(new Set(expected));
      }
      for (const [pattern, members] of model) for (const member of members) trie.delete(pattern, member);
      expect(trie.isEmpty).toBe(true);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  test('agrees with what rights cover', () => {
    fc.assert(
      fc.property(pattern, channel, (pattern, channel) => {
        const trie = new Trie<string>();
        trie.add(pattern, 'x');
        expect(trie.match(channel).has('x')).toBe(covers(pattern, channel));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['news.#', ['news', 'news.sport', 'news.sport.football'], ['new', 'newsy.sport', 'x.news']],
    ['news.*', ['news.sport'], ['news', 'news.sport.football']],
    ['#.sport', ['sport', 'news.sport', 'a.b.sport'], ['sport.news']],
    ['*.#', ['news', 'news.sport'], []],
    ['#', ['news', 'a.b.c'], []],
    ['news.#.final', ['news.final', 'news.sport.final'], ['news', 'news.final.x']],
    ['news', ['news'], ['news.sport']],
  ])('%s', (pattern, matching, others) => {
    const trie = new Trie<string>();
    trie.add(pattern, 'x');
    expect(matching.filter((channel) => trie.match(channel).has('x'))).toEqual(matching);
    expect(others.filter((channel) => trie.match(channel).has('x'))).toEqual([]);
  });

  test('visits no node twice for a word, however the wildcards pile up', () => {
    const trie = new Trie<string>();
    trie.add(Array.from({ length: 60 }, () => '#.a').join('.'), 'x'); // one branch after the other would take 2^60 steps
    expect(trie.match(Array.from({ length: 100 }, () => 'a').join('.')).has('x')).toBe(true);
    expect(trie.match(Array.from({ length: 59 }, () => 'a').join('.')).has('x')).toBe(false);
  });
});
