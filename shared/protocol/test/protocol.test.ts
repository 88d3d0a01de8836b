// Frames, names and patterns, by properties: what must hold for every input. (Stage 01 tests how a frame is read.)

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  channelOf,
  covers,
  type ErrorCode,
  type Frame,
  formatFrame,
  isChannel,
  isName,
  isPattern,
  messageOf,
  Refusal,
  splitTags,
} from '../src/index.ts';

const characters = (set: string, minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...set), { minLength, maxLength }).map((list) => list.join(''));
const key = characters('abcxyz-', 1, 8);
const value = fc.string({ unit: 'binary' }).map((text) => text.replace(/[; ]/g, '_'));
const tags = fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }).map((entries) => new Map(Object.entries(entries)));
const verb = characters('ABCXYZ_', 1, 12);
const target = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(':', '.'));
const body = fc.string({ unit: 'binary' });
const frame: fc.Arbitrary<Frame> = fc
  .tuple(fc.oneof(fc.record({ verb }), fc.record({ verb, target }), fc.record({ verb, target, body })), fc.option(tags))
  .map(([frame, tags]) => (tags ? { ...frame, tags } : frame));

const OR_BAD_FRAME = [undefined, 'BAD_FRAME'];

/** The code with which something is refused, if it is. What is no Refusal fails the test. */
function refusalOf(work: () => unknown): ErrorCode | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('frames', () => {
  test('the tags of a frame that was written are read back, and the rest is the frame without them', () => {
    fc.assert(
      fc.property(frame, ({ tags, ...rest }) => {
        expect(splitTags(formatFrame({ tags, ...rest }))).toEqual({ tags, rest: formatFrame(rest) });
      }),
      { numRuns: 1000 },
    );
  });

  test('tags are read from any text, or refused as BAD_FRAME, and nothing else is thrown', () => {
    const almost = fc.tuple(fc.constantFrom('@', '', '@a=1 ', '@a;'), fc.string({ unit: 'binary' })).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(almost, frame.map(formatFrame)),
        (text) => void expect(refusalOf(() => splitTags(text))).toBeOneOf(OR_BAD_FRAME),
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['@label=7;x=a:b;x=c=d;y PUBLISH:news:Hi there', { label: '7', x: 'c=d', y: '' }, 'PUBLISH:news:Hi there'],
    ['@constructor=1 SUBSCRIBE:news', { constructor: '1' }, 'SUBSCRIBE:news'],
    ['@a= hello', { a: '' }, 'hello'],
  ])('%j has tags', (text, tags, rest) => expect(splitTags(text)).toEqual({ tags: new Map(Object.entries(tags)), rest }));

  test('a frame without tags has none', () =>
    expect(splitTags('PUBLISH:news:@a b')).toEqual({ tags: undefined, rest: 'PUBLISH:news:@a b' }));

  test.each(['@', '@a=1', '@ PUBLISH:a:b', '@a=1; PUBLISH:a:b', '@;a=1 PUBLISH:a:b', '@A=1 PUBLISH:a:b', '@=1 PUBLISH:a:b'])(
    '%j is refused',
    (text) => expect(refusalOf(() => splitTags(text))).toBe('BAD_FRAME'),
  );

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

describe('commands', () => {
  test('the parts of a message are a channel and a body, and the body may be empty', () => {
    expect(messageOf({ verb: 'PUBLISH', target: 'news', body: '' })).toEqual({ channel: 'news', body: '' });
    expect(channelOf({ verb: 'SUBSCRIBE', target: 'news' })).toBe('news');
  });

  test.each<[of: (frame: Frame) => unknown, target: string | undefined, body: string | undefined, code: ErrorCode]>([
    [messageOf, undefined, undefined, 'BAD_FRAME'],
    [messageOf, '', 'Hi', 'BAD_FRAME'],
    [messageOf, 'ne ws', undefined, 'BAD_FRAME'],
    [messageOf, 'ne ws', 'Hi', 'BAD_CHANNEL'],
    [channelOf, undefined, undefined, 'BAD_FRAME'],
    [channelOf, 'ne ws', '', 'BAD_FRAME'],
    [channelOf, 'x'.repeat(256), undefined, 'BAD_CHANNEL'],
  ])('%o of the target %j and the body %j is refused with the code that comes first', (of, target, body, code) =>
    expect(refusalOf(() => of({ verb: 'A', target, body }))).toBe(code),
  );
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
