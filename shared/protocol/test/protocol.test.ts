// The protocol's parser and patterns, by properties: what must hold for every input.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BROKER_TAGS,
  covers,
  type Frame,
  formatFrame,
  isChannel,
  isName,
  isPattern,
  parseCommand,
  parseFrame,
  Refusal,
} from '../src/index.ts';

const characters = (set: string, minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...set), { minLength, maxLength }).map((list) => list.join(''));
const key = characters('abcxyz-', 1, 8);
const value = fc.string({ unit: 'binary' }).map((text) => text.replace(/[; ]/g, '_'));
const tags = fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }).map((entries) => new Map(Object.entries(entries)));
const verb = characters('ABCXYZ_', 1, 12);
const target = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(':', '.'));
const frame: fc.Arbitrary<Frame> = fc
  .tuple(verb, fc.option(fc.tuple(target, fc.option(fc.string({ unit: 'binary' })))), fc.option(tags))
  .map(([verb, rest, tags]) => ({
    verb,
    ...(rest && { target: rest[0], ...(rest[1] !== null && { body: rest[1] }) }),
    ...(tags && { tags }),
  }));

describe('frames', () => {
  test('what is written is read back as it was', () => {
    fc.assert(
      fc.property(frame, (frame) => void expect(parseFrame(formatFrame(frame))).toEqual(frame)),
      { numRuns: 1000 },
    );
  });

  test('any text is read, or refused as BAD_FRAME, and nothing else is thrown', () => {
    const almost = fc.tuple(fc.constantFrom('@', '', '@a=1 ', '@a;'), fc.string({ unit: 'binary' })).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(almost, frame.map(formatFrame)), (text) => {
        try {
          parseCommand(text);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          expect((error as Refusal).code).toBe('BAD_FRAME');
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['PUBLISH:news:a:b::c', { verb: 'PUBLISH', target: 'news', body: 'a:b::c' }],
    ['PUBLISH:news:', { verb: 'PUBLISH', target: 'news', body: '' }],
    ['SUBSCRIBE:', { verb: 'SUBSCRIBE', target: '' }],
    ['USER_TYPING:general\r\n', { verb: 'USER_TYPING', target: 'general' }],
    ['PUBLISH:news:two\n\n', { verb: 'PUBLISH', target: 'news', body: 'two\n' }],
    [
      '@label=7;x=a:b;x=c=d;y PUBLISH:news:Hi',
      {
        verb: 'PUBLISH',
        target: 'news',
        body: 'Hi',
        tags: new Map([
          ['label', '7'],
          ['x', 'c=d'],
          ['y', ''],
        ]),
      },
    ],
    ['@constructor=1 SUBSCRIBE:news', { verb: 'SUBSCRIBE', target: 'news', tags: new Map([['constructor', '1']]) }],
  ])('%j is read', (text, expected) => expect(parseCommand(text)).toEqual(expected));

  test.each([
    '',
    'hello',
    'subscribe:news',
    ':news',
    '@',
    '@a=1',
    '@ PUBLISH:a:b',
    '@a=1; PUBLISH:a:b',
    '@A=1 PUBLISH:a:b',
    '@id= PUBLISH:a:b',
    '@since=-1 SUBSCRIBE:a',
    '@since=1234567890123456 SUBSCRIBE:a',
    `@label=${'x'.repeat(65)} SUBSCRIBE:a`,
    ...BROKER_TAGS.map((tag) => `@${tag}=1 PUBLISH:a:b`),
  ])('%j is refused', (text) => expect(() => parseCommand(text)).toThrow(Refusal));

  test('what would not be read back is not written', () => {
    for (const bad of [
      { verb: 'publish' },
      { verb: 'A', target: 'a:b' },
      { verb: 'A', body: 'x' },
      { verb: 'A', tags: new Map([['a', 'b c']]) },
    ]) {
      expect(() => formatFrame(bad)).toThrow(RangeError);
    }
  });
});

describe('names', () => {
  test.each(['news', 'a.b-c._.9', '__proto__', 'x'.repeat(255)])('%s is a channel', (text) => expect(isChannel(text)).toBe(true));
  test.each(['', '.', 'a.', '.a', 'a..b', 'ne ws', 'né', '@bob', 'news\n', '*', 'x'.repeat(256)])('%j is no channel', (text) =>
    expect(isChannel(text)).toBe(false),
  );
  test('a user is one word of at most 64 characters', () => {
    expect([isName('alice'), isName('x'.repeat(64)), isName('x'.repeat(65)), isName('a.b'), isName('')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('patterns', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
  const pattern = fc.array(fc.constantFrom('a', 'b', '*', '#'), { minLength: 1, maxLength: 4 });

  /** The definition, word by word: too slow to use, too plain to be wrong. */
  const stands = ([first, ...rest]: readonly string[], words: readonly string[]): boolean => {
    if (first === undefined) return words.length === 0;
    if (first === '#') return words.some((_, at) => stands(rest, words.slice(at))) || stands(rest, []);
    return words.length > 0 && (first === '*' || first === words[0]) && stands(rest, words.slice(1));
  };

  test('a pattern matches the channels that its definition says', () => {
    fc.assert(
      fc.property(pattern, words, (pattern, words) => void expect(covers(pattern.join('.'), words.join('.'))).toBe(stands(pattern, words))),
      { numRuns: 2000 },
    );
  });

  // All channels of up to 7 words over the words of the patterns and one that they do not name.
  const channels: string[][] = [[]];
  for (const channel of channels) if (channel.length < 7) for (const word of ['a', 'b', 'z']) channels.push([...channel, word]);

  test('one pattern covers another when it matches all that the other does', () => {
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        const covered = channels.slice(1).every((channel) => !stands(inner, channel) || stands(outer, channel));
        expect(covers(outer.join('.'), inner.join('.'))).toBe(covered);
      }),
      { numRuns: 200 },
    );
  });

  test('users are covered by themselves and by @*, never by #', () => {
    expect([
      covers('@bob', '@bob'),
      covers('@*', '@bob'),
      covers('@*', '@bob@broker2'),
      covers('#', '@bob'),
      covers('@bob', '@bob@broker2'),
      covers('@*', 'bob'),
    ]).toEqual([true, true, true, false, false, false]);
  });

  test("another broker's channel is covered where the channel is", () => {
    expect(['news', 'news.#', '#', 'sport', '@*'].map((pattern) => covers(pattern, 'news@broker2'))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('words, * and # make a pattern', () => {
    expect([isPattern('news.*'), isPattern('#'), isPattern('a.b'), isPattern('a*'), isPattern('a..#'), isPattern('')]).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
