// HISTORY, and how much of the past is kept.

import type { FakeClient } from '01-basic-pubsub/test';
import { describe, expect, test, vi } from 'vitest';
import { numbers, seqs, setUp, untagged } from './set-up.ts';

describe('history', () => {
  const ask = async (client: FakeClient, frame: string) => {
    client.say(frame);
    return await client.settle();
  };

  test('is the last messages, the oldest first, in plain for those who talk plain', async () => {
    const { join, publish } = setUp();
    publish('news', ...numbers(1, 60));
    const messages = (from: number) => numbers(from, 60).map((n) => `MSG:news:${n}`);
    expect(await ask(join(), 'HISTORY:news:2')).toEqual([...messages(59), 'OK:HISTORY:news']);
    expect(await ask(join(), 'HISTORY:news')).toEqual([...messages(11), 'OK:HISTORY:news']);
    expect(await ask(join(), 'HISTORY:news:99999999999999999999')).toEqual([...messages(1), 'OK:HISTORY:news']);
    expect(await ask(join(), 'HISTORY:none')).toEqual(['OK:HISTORY:none']);
  });

  test('is paged by since, last and more', async () => {
    const { join, publish } = setUp();
    publish('news', ...numbers(1, 5));
    const client = join();
    const page = async (frame: string) => {
      const frames = await ask(client, frame);
      return [...seqs(frames), frames.at(-1)];
    };
    expect(await page('@since=0;label=a HISTORY:news:2')).toEqual([1, 2, '@label=a;last=2;more=1 OK:HISTORY:news']);
    expect(await page('@since=2 HISTORY:news:3')).toEqual([3, 4, 5, '@last=5 OK:HISTORY:news']);
    expect(await page('@since=5 HISTORY:news:3')).toEqual(['@last=5 OK:HISTORY:news']);
    expect(await page('@since=99 HISTORY:news:3')).toEqual(['@last=99 OK:HISTORY:news']);
    expect(await page('HISTORY:news:1')).toEqual([5, '@last=5 OK:HISTORY:news']);
    expect(await page('HISTORY:none')).toEqual(['@last=0 OK:HISTORY:none']);
  });

  test('more than 1000 means 1000', async () => {
    const { join, publish } = setUp();
    publish('news', ...numbers(1, 1100));
    const frames = await ask(join(), '@since=50 HISTORY:news:5000');
    expect([seqs(frames).length, frames.at(-1)]).toEqual([1000, '@last=1050;more=1 OK:HISTORY:news']);
    expect(seqs(await ask(join(), '@x=1 HISTORY:news:5000'))).toEqual(numbers(101, 1100));
  });

  test('asks the store no more when its session has gone away', async () => {
    const { broker, store, join, publish } = setUp();
    publish('news', ...numbers(1, 300));
    const client = join();
    client.read(false);
    client.say('HISTORY:news:300');
    const read = vi.spyOn(store, 'read');
    broker.close();
    client.read(true);
    await client.settle();
    expect(read).not.toHaveBeenCalled();
  });

  test.each(['0', '-1', '1.5', 'x', '', '1:2', ' 1'])('%j is no number of messages', async (body) => {
    const { join } = setUp();
    expect(await ask(join(), `HISTORY:news:${body}`)).toEqual([expect.stringMatching(/^ERROR:BAD_FRAME:/)]);
  });

  test('is refused by the first rule that it breaks', async () => {
    const { join } = setUp();
    const codes = async (frame: string) => (await ask(join(), frame)).map((text) => text.split(':')[1]);
    expect(await codes('HISTORY')).toEqual(['BAD_FRAME']);
    expect(await codes('HISTORY:ne ws:x')).toEqual(['BAD_FRAME']);
    expect(await codes('HISTORY:ne ws:1')).toEqual(['BAD_CHANNEL']);
  });
});

describe('retention', () => {
  test('keeps so many of each channel, and says when a resume asks for more', async () => {
    const { store, join, publish } = setUp({ retain: 3 });
    publish('news', ...numbers(1, 5));
    publish('sport', 1);
    const client = join();
    client.say('HISTORY:news');
    expect(untagged(await client.settle())).toEqual(['MSG:news:3', 'MSG:news:4', 'MSG:news:5', 'OK:HISTORY:news']);
    client.say('@since=1 SUBSCRIBE:news', '@since=2 SUBSCRIBE:news');
    expect(await client.settle()).toEqual([
      `@seq=5;epoch=${store.epoch};recovered=0 OK:SUBSCRIBE:news`,
      `@seq=5;epoch=${store.epoch};recovered=1 OK:SUBSCRIBE:news`,
      ...numbers(3, 5).map((n) => expect.stringMatching(new RegExp(`^@seq=${n};.* MSG:news:${n}$`)) as string),
    ]);
  });
});
