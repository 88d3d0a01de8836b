// PUBLISH: stored before it is delivered, and once however often it is sent.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { numbers, setUp } from './set-up.ts';

test('a publish is stored before it is delivered and answered, even when nobody listens', () => {
  const { store, join, endTurn } = setUp();
  const [alice, bob] = [join(), join()];
  bob.say('@x=1 SUBSCRIBE:news');
  bob.take();
  alice.say('@label=7 PUBLISH:news:Hi', 'PUBLISH:empty:x');
  expect([alice.frames, bob.frames, store.bounds('news').newest]).toEqual([[], [], 0]);
  endTurn();
  expect(alice.frames).toEqual([expect.stringMatching(/^@label=7;seq=1;id=[\w.-]{1,64} OK:PUBLISH:news$/)]);
  expect(bob.frames).toEqual([expect.stringMatching(/^@seq=1;id=[\w.-]{1,64};time=\d{13} MSG:news:Hi$/)]);
  expect(store.bounds('empty').newest).toBe(1);
});

describe('the repeat of a publish', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  test('is answered with the first seq, and neither stored nor delivered', () => {
    const { join, endTurn } = setUp();
    const [alice, bob] = [join(), join()];
    bob.say('SUBSCRIBE:news');
    alice.say('@label=1;id=a PUBLISH:news:x', '@label=2;id=a PUBLISH:news:y', '@id=a PUBLISH:sport:x');
    endTurn();
    bob.say('@label=3;id=a PUBLISH:news:z');
    endTurn();
    expect(alice.frames).toEqual([
      '@label=1;seq=1;id=a OK:PUBLISH:news',
      '@label=2;seq=1;id=a;dup=1 OK:PUBLISH:news',
      '@seq=1;id=a OK:PUBLISH:sport',
    ]);
    expect(bob.frames).toEqual(['MSG:news:x', '@label=3;seq=1;id=a;dup=1 OK:PUBLISH:news']);
  });

  test('is known as long as the message is retained, and at least 2 minutes', () => {
    const { join, endTurn, publish } = setUp({ retain: 2 });
    const client = join();
    const repeat = () => {
      client.say('@id=a PUBLISH:news:first');
      endTurn();
      return client.take();
    };
    expect(repeat()).toEqual(['@seq=1;id=a OK:PUBLISH:news']);
    vi.advanceTimersByTime(600_000);
    expect(repeat()).toEqual(['@seq=1;id=a;dup=1 OK:PUBLISH:news']);
    publish('news', 2, 3, 4); // the first falls out, long after its 2 minutes
    expect(repeat()).toEqual(['@seq=5;id=a OK:PUBLISH:news']);
    publish('news', 6, 7, 8);
    vi.advanceTimersByTime(119_000);
    publish('news', 9);
    expect(repeat()).toEqual(['@seq=5;id=a;dup=1 OK:PUBLISH:news']);
  });

  test('one message from a clock that was a year ahead does not keep those behind it for a year', () => {
    const { store, publish } = setUp({ retain: 10 });
    const now = Date.now();
    vi.setSystemTime(now + 365 * 86_400_000);
    publish('news', 'from the future');
    vi.setSystemTime(now);
    for (const n of numbers(1, 2000)) {
      vi.advanceTimersByTime(900);
      publish('news', n);
    }
    const kept = store.sizeOf('news'); // 10 retained, and those that were published within 2 minutes
    expect(kept).toBeGreaterThan(133);
    expect(kept).toBeLessThan(150);
  });
});
