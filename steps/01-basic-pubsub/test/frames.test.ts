// Reading frames, by properties and by examples. (How a frame is written is tested with the protocol.)

import { type Frame, formatFrame, Refusal } from '@workshop/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFrame } from '../src/frames.ts';

const verb = fc.array(fc.constantFrom(...'ABCXYZ_'), { minLength: 1, maxLength: 12 }).map((letters) => letters.join(''));
const target = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(':', '.'));
const body = fc.string({ unit: 'binary' });
const frame: fc.Arbitrary<Frame> = fc.oneof(fc.record({ verb }), fc.record({ verb, target }), fc.record({ verb, target, body }));

test('a frame that was written is read back as it was, with or without a newline behind it', () => {
  fc.assert(
    fc.property(frame, (frame) => {
      const text = formatFrame(frame);
      expect(parseFrame(`${text}\r\n`)).toEqual(frame);
      if (!text.endsWith('\n')) expect(parseFrame(text)).toEqual(frame);
    }),
    { numRuns: 1000 },
  );
});

test('any text is read, or refused as BAD_FRAME, and nothing else is thrown', () => {
  const almost = fc.tuple(fc.constantFrom('', 'A', 'A:', 'A:b:'), fc.string({ unit: 'binary' })).map((parts) => parts.join(''));
  fc.assert(
    fc.property(almost, (text) => {
      try {
        parseFrame(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
        expect((error as Refusal).code).toBe('BAD_FRAME');
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['STATUS', { verb: 'STATUS' }],
  ['SUBSCRIBE:', { verb: 'SUBSCRIBE', target: '' }],
  ['PUBLISH:news:', { verb: 'PUBLISH', target: 'news', body: '' }],
  ['PUBLISH:news:a:b::c', { verb: 'PUBLISH', target: 'news', body: 'a:b::c' }],
  ['USER_TYPING:general\r\n', { verb: 'USER_TYPING', target: 'general' }],
  ['PUBLISH:news:two\n\n', { verb: 'PUBLISH', target: 'news', body: 'two\n' }],
])('%j is read', (text, expected) => expect(parseFrame(text)).toEqual(expected));

test.each(['', 'hello', 'subscribe:news', ' SUBSCRIBE:news', ':news', '@label=1 SUBSCRIBE:news'])('%j is refused', (text) =>
  expect(() => parseFrame(text)).toThrow(Refusal),
);

test.each([
  ['\uFEFFSUBSCRIBE:news', '"<U+FEFF byte order mark>SUBSCRIBE" is no verb'],
  ['PUBLISH\u00A0:news:x', '"PUBLISH<U+00A0 no-break space>" is no verb'],
  ['PUB\u200BLISH:news:x', '"PUB<U+200B zero-width space>LISH" is no verb'],
  ['\u2060SUBSCRIBE:news', '"<U+2060>SUBSCRIBE" is no verb'],
  ['SUB SCRIBE\t', '"SUB SCRIBE\\t" is no verb'],
])('of %j, the refusal shows what cannot be seen', (text, start) => expect(() => parseFrame(text)).toThrow(start));
