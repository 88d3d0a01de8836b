// What happened, as the text of a story and as a picture: both show the same events.

import { expect, test } from 'vitest';
import { Transcript } from '../src/transcript.ts';

const wrong = { expected: 'MSG:news:b', got: 'MSG:news:a' };

test('the picture has the events that the text has, marks the same one, and says how many came before', () => {
  const transcript = new Transcript();
  const arrived = Array.from({ length: 30 }, (_, n) => transcript.add('alice', '←', `MSG:news:${n} ${'x'.repeat(200)}`, 'broker'));
  const offending = arrived[20];
  const picture = transcript.picture({ ...wrong, offending });
  const lines = transcript.format(offending).split('\n');
  expect(lines[0]).toBe(`  … ${picture?.earlier} earlier`);
  expect(lines.slice(1)).toEqual(
    picture?.events.map(({ who, way, text }, n) => `${n === picture.offending ? '▶' : ' '} ${who} ${way} ${text}`),
  );
  expect(picture?.events[picture.offending ?? 0]?.text).toMatch(/^MSG:news:20 x{50,}… \(\d+ characters\)$/);
});

test('in a storm, only the client that got the wrong frame is shown, and what the grader did', () => {
  const transcript = new Transcript();
  transcript.add('bob', '→', '@since=4 SUBSCRIBE:news');
  for (let n = 0; n < 400; n += 1) {
    transcript.add('alice', '→', `PUBLISH:news:${n}`);
    if (n === 200) transcript.add('grader', '·', 'cuts the link');
  }
  const offending = transcript.add('bob', '←', 'MSG:news:7');
  for (let n = 0; n < 20; n += 1) transcript.add('alice', '→', `PUBLISH:news:${n}`);
  expect(transcript.format(offending).split('\n')).toEqual([
    '  … 402 earlier',
    '  bob    → @since=4 SUBSCRIBE:news',
    '  grader · cuts the link',
    '▶ bob    ← MSG:news:7',
  ]);
  expect(transcript.picture({ ...wrong, offending })).toMatchObject({ earlier: 402, offending: 2 });
});

test('the text says which broker, where what is shown is of several', () => {
  const transcript = new Transcript();
  transcript.add('alice', '→', 'PUBLISH:news:a', 'broker1');
  expect(transcript.format()).toBe('  alice → PUBLISH:news:a');
  transcript.add('bob', '←', 'MSG:news:a', 'broker10');
  transcript.add('bob', '·', 'closes');
  expect(transcript.format()).toBe(
    ['  alice → broker1  PUBLISH:news:a', '  bob   ← broker10 MSG:news:a', '  bob   ·          closes'].join('\n'),
  );
  for (let n = 0; n < 20; n += 1) transcript.add('bob', '←', 'MSG:news:b', 'broker10');
  expect(transcript.format()).toMatch(/  bob ← MSG:news:b$/);
});

test('the picture says who waited for what did not come, and for nothing that came', () => {
  const transcript = new Transcript();
  const event = transcript.add('bob', '←', 'MSG:news:a', 'broker');
  expect(transcript.picture({ ...wrong, waiting: 'bob' })).toEqual({ events: [event], earlier: 0, waiting: 'bob', ...wrong });
  expect(transcript.picture({ ...wrong, waiting: 'bob', offending: event })).toEqual({
    events: [event],
    earlier: 0,
    offending: 0,
    ...wrong,
  });
});

test('without a frame there is no picture', () => {
  const transcript = new Transcript();
  transcript.add('broker', '·', 'starts', 'broker');
  expect(transcript.picture(wrong)).toBeUndefined();
});

test('of a token, no more is shown than tells it from another text', () => {
  const transcript = new Transcript();
  transcript.add('alice', '→', `AUTH:eyJhbGciOiJIUzI1NiJ9.${'x'.repeat(60)}.${'y'.repeat(43)}`, 'broker');
  expect(transcript.format()).toBe('  alice → AUTH:eyJhbGciOiJI… (130 characters)');
});
