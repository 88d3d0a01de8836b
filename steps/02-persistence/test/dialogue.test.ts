// The dialogue: tags, answers and labels, and the queue of a session's commands.

import { Refusal } from '@workshop/protocol';
import { describe, expect, test } from 'vitest';
import { NO_TAGS } from '../src/broker.ts';
import { setUp } from './set-up.ts';

describe('answers', () => {
  test('every tagged command gets one answer with its label, a plain one only when it is refused', () => {
    const { store, join, endTurn } = setUp();
    const client = join();
    client.say('SUBSCRIBE:news', 'UNSUBSCRIBE:news', 'PUBLISH:news:x');
    endTurn();
    expect(client.take()).toEqual([]);
    client.say(
      '@label=1 SUBSCRIBE:news',
      '@label=2 UNSUBSCRIBE:news',
      '@label=3;color=red DANCE',
      '@label=4;seq=1 UNSUBSCRIBE:news',
      '@x UNSUBSCRIBE:news',
      'DANCE',
    );
    expect(client.take()).toEqual([
      `@label=1;seq=1;epoch=${store.epoch} OK:SUBSCRIBE:news`,
      '@label=2 OK:UNSUBSCRIBE:news',
      expect.stringMatching(/^@label=3 ERROR:UNKNOWN_COMMAND:/),
      expect.stringMatching(/^@label=4 ERROR:BAD_FRAME:/),
      'OK:UNSUBSCRIBE:news',
      expect.stringMatching(/^ERROR:UNKNOWN_COMMAND:/),
    ]);
  });

  test('a text that is no frame is refused with its label, if its tags are in order', () => {
    const { join } = setUp();
    const client = join();
    client.say('@label=7 hello', '@label=8;', '@;label=9 hello', 'hello', new Refusal('BAD_FRAME', 'binary'));
    expect(client.frames.map((frame) => frame.replace(/(ERROR:\w+):.*/, '$1'))).toEqual([
      '@label=7 ERROR:BAD_FRAME',
      ...Array.from({ length: 4 }, () => 'ERROR:BAD_FRAME'),
    ]);
  });

  test('a session that has sent a tag, even in a bad frame, gets tags from then on', () => {
    const { join, endTurn } = setUp();
    const client = join();
    client.say('SUBSCRIBE:news', 'PUBLISH:news:x');
    endTurn();
    expect(client.take()).toEqual(['MSG:news:x']);
    client.say('@', 'PUBLISH:news:x');
    endTurn();
    expect(client.take()).toEqual([expect.stringMatching(/^ERROR:BAD_FRAME/), 'MSG:news:x']);
    client.say('@label=1 hello', 'PUBLISH:news:x');
    endTurn();
    expect(client.frames).toEqual([expect.stringMatching(/^@label=1 ERROR:BAD_FRAME/), expect.stringMatching(/^@seq=3;.* MSG:news:x/)]);
  });
});

describe('checks', () => {
  const no = (code: 'UNAUTHORIZED' | 'FORBIDDEN') => () => {
    throw new Refusal(code, 'no');
  };

  test('"before" says no before the verb is looked up, and after the frame was read', () => {
    const { dialogue, join } = setUp();
    dialogue.before.push(no('UNAUTHORIZED'));
    const client = join();
    client.say('NONSENSE', 'nonsense', '@seq=1 NONSENSE');
    expect(client.frames).toEqual([
      'ERROR:UNAUTHORIZED:no',
      expect.stringMatching(/^ERROR:BAD_FRAME:/),
      expect.stringMatching(/^ERROR:BAD_FRAME:/),
    ]);
  });

  test('a subscription is checked before a channel is read in any way, and after its name was', async () => {
    const { subscriptions, join } = setUp();
    subscriptions.check.push(no('FORBIDDEN'));
    const client = join();
    client.say('SUBSCRIBE:news', '@since=0 SUBSCRIBE:news', 'HISTORY:news', 'SUBSCRIBE:ne ws', 'HISTORY:ne ws');
    const codes = (await client.settle()).map((frame) => /ERROR:(\w+)/.exec(frame)?.[1]);
    expect(codes).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'BAD_CHANNEL', 'BAD_CHANNEL']);
  });
});

test('features hear of each subscription that begins or ends', () => {
  const { subscriptions, channels, join } = setUp();
  const heard: string[] = [];
  subscriptions.onBegin.push((_session, channel) => void heard.push(`+${channel}`));
  subscriptions.onEnd.push((_session, channel) => void heard.push(`-${channel}`));
  const client = join();
  client.say('SUBSCRIBE:news', '@x SUBSCRIBE:sport');
  expect(channels.readers('news')).toEqual(new Set([client]));
  client.say('UNSUBSCRIBE:news');
  expect(channels.readers('news')).toEqual(new Set());
  expect(heard).toEqual(['+news', '+sport', '-news']);
});

describe('the queue', () => {
  test('while a command runs, the next frames of its session wait, and take effect in their order', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const { broker, join, endTurn } = setUp();
    broker.commands.set('AUTH', () => promise);
    const [client, other] = [join(), join()];
    client.say('AUTH:token', 'SUBSCRIBE:news', 'AUTH:again', 'PUBLISH:news:x', 'SUBSCRIBE', new Refusal('BAD_FRAME', 'binary'));
    other.say('SUBSCRIBE');
    expect([client.frames, other.frames]).toEqual([[], [expect.stringMatching(/^ERROR:BAD_FRAME:SUBSCRIBE/)]]);
    resolve(undefined);
    await expect.poll(() => client.frames.length).toBe(3);
    endTurn();
    expect(client.frames).toEqual(['MSG:news:x', expect.stringMatching(/^ERROR:BAD_FRAME:SUBSCRIBE/), 'ERROR:BAD_FRAME:binary']);
  });

  test('a command that runs is answered when it is done, before what waited behind it', async () => {
    const { promise, resolve } = Promise.withResolvers<typeof NO_TAGS>();
    const { broker, join } = setUp();
    broker.commands.set('AUTH', () => promise);
    const client = join();
    client.say('@label=1 AUTH:token', '@label=2 UNSUBSCRIBE:news');
    resolve(NO_TAGS);
    expect(await client.settle()).toEqual(['@label=1 OK:AUTH:token', '@label=2 OK:UNSUBSCRIBE:news']);
  });

  test('a client that sends ever more behind a running command is not read until the command is done', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const { broker, join } = setUp();
    broker.commands.set('AUTH', () => promise);
    broker.commands.set('NOTHING', () => undefined);
    const client = join();
    client.say('AUTH:token', ...Array.from({ length: 63 }, () => 'NOTHING'));
    expect(client.frames).toEqual([]);
    client.say(...Array.from({ length: 7 }, () => 'NOTHING'));
    expect(client.frames).toEqual(['(paused)']);
    resolve(undefined);
    await expect.poll(() => client.frames).toEqual(['(paused)', '(resumed)']);
  });

  test('a command that fails later is refused, and what waited behind it goes on', async () => {
    const { broker, join } = setUp();
    broker.commands.set('AUTH', async () => {
      throw new Refusal('UNAUTHORIZED', 'no');
    });
    const client = join();
    client.say('AUTH:token', 'NONSENSE');
    await expect.poll(() => client.frames.length).toBe(2);
    expect(client.frames).toEqual(['ERROR:UNAUTHORIZED:no', expect.stringMatching(/^ERROR:UNKNOWN_COMMAND:/)]);
  });
});
