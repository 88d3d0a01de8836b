// The core alone, with features made for the test: what every later stage relies on.

import { Refusal } from '@workshop/protocol';
import { describe, expect, test } from 'vitest';
import { createBroker } from '../src/broker.ts';
import { Broker } from '../src/core.ts';
import type { Feature } from '../src/hooks.ts';
import type { Session } from '../src/session.ts';
import { FakeClient } from './fake-client.ts';

/** A broker whose turns end when the test says so, and a way to join it. */
function setUp(...features: Feature[]) {
  const ends: (() => void)[] = [];
  const reported: unknown[] = [];
  const broker = createBroker({ later: (work) => void ends.push(work), report: (error) => void reported.push(error) });
  for (const feature of features) broker.use(feature);
  const join = () => new FakeClient(broker);
  const endTurn = () => ends.splice(0).forEach((end) => end());
  return { broker, join, endTurn, reported };
}

describe('the turn', () => {
  test('what is published in one turn is stored in one transaction, before any of it is delivered', () => {
    const log: string[] = [];
    const { join, endTurn } = setUp(() => ({
      transaction(stores) {
        log.push('begin');
        stores();
        log.push('commit');
      },
      store: ({ body }) => void log.push(`store ${body}`),
      deliver: ({ body }) => void log.push(`deliver ${body}`),
    }));
    const [alice, bob] = [join(), join()];
    alice.say('PUBLISH:news:1');
    bob.say('PUBLISH:news:2');
    expect(log).toEqual([]);
    endTurn();
    expect(log).toEqual(['begin', 'store 1', 'store 2', 'commit', 'deliver 1', 'deliver 2']);
  });

  test('every other command sees a settled world', () => {
    const { join } = setUp();
    const client = join();
    client.say('PUBLISH:news:before', 'SUBSCRIBE:news', 'PUBLISH:news:after', 'UNSUBSCRIBE:news');
    expect(client.frames).toEqual(['MSG:news:after']);
  });

  test('a transaction that fails is answered INTERNAL to each, delivers nothing, and is reported', () => {
    const full = new Error('disk full');
    const { join, endTurn, reported } = setUp(() => ({
      transaction() {
        throw full;
      },
    }));
    const client = join();
    client.say('SUBSCRIBE:news', 'PUBLISH:news:1', 'PUBLISH:news:2');
    endTurn();
    expect(client.frames).toEqual([expect.stringMatching(/^ERROR:INTERNAL:/), expect.stringMatching(/^ERROR:INTERNAL:/)]);
    expect(reported).toEqual([full]);
    client.say('NONSENSE');
    expect(client.frames.at(-1)).toMatch(/^ERROR:UNKNOWN_COMMAND:/);
  });

  test('a duplicate is answered and not delivered', () => {
    const { join, endTurn } = setUp(() => ({
      store(message) {
        message.duplicate = true;
        message.receipt = new Map([['dup', '1']]);
      },
      answer: (_session, outcome, frame) =>
        outcome instanceof Map && frame?.tags ? { verb: 'OK', target: frame.verb, tags: outcome } : undefined,
    }));
    const client = join();
    client.session.tagged = true;
    client.say('SUBSCRIBE:news', '@label=1 PUBLISH:news:x');
    endTurn();
    expect(client.frames).toEqual(['@dup=1 OK:PUBLISH']);
  });
});

describe('commands', () => {
  test('while a command runs, the next frames wait their turn', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { broker, join, endTurn } = setUp(() => ({ commands: { AUTH: () => promise } }));
    const client = join();
    client.say('AUTH:token', 'SUBSCRIBE:news', 'AUTH:again', 'PUBLISH:news:x', 'SUBSCRIBE');
    broker.receive(client.session, new Refusal('BAD_FRAME', 'binary'));
    expect(client.frames).toEqual([]);
    resolve();
    await expect.poll(() => client.frames.length).toBe(3);
    endTurn();
    expect(client.frames).toEqual(['MSG:news:x', expect.stringMatching(/^ERROR:BAD_FRAME:SUBSCRIBE/), 'ERROR:BAD_FRAME:binary']);
  });

  test('a client that sends ever more behind a command that runs is not read until it is done', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { join } = setUp(() => ({ commands: { AUTH: () => promise, NOTHING: () => 'answered' } }));
    const client = join();
    client.say('AUTH:token', ...Array.from({ length: 70 }, () => 'NOTHING'));
    expect(client.frames).toEqual(['(paused)']);
    resolve();
    await expect.poll(() => client.frames).toEqual(['(paused)', '(resumed)']);
  });

  test('one that fails later is refused, and what waited behind it goes on', async () => {
    const { join } = setUp(() => ({
      commands: {
        async AUTH() {
          throw new Refusal('UNAUTHORIZED', 'no');
        },
      },
    }));
    const client = join();
    client.say('AUTH:token', 'NONSENSE');
    await expect.poll(() => client.frames.length).toBe(2);
    expect(client.frames).toEqual(['ERROR:UNAUTHORIZED:no', expect.stringMatching(/^ERROR:UNKNOWN_COMMAND:/)]);
  });

  test('a text that is no frame is refused with its tags, when those are in order', () => {
    const { join } = setUp(() => ({
      answer: (_session, outcome, frame) => ({ verb: 'NO', target: outcome instanceof Refusal ? outcome.code : '', tags: frame?.tags }),
    }));
    const [client, other] = [join(), join()];
    client.say('@label=7 hello', '@label=8;');
    other.say('@;label=9 hello', 'hello');
    expect([client.frames, other.frames]).toEqual([
      ['@label=7 NO:BAD_FRAME', 'NO:BAD_FRAME'],
      ['NO:BAD_FRAME', 'NO:BAD_FRAME'],
    ]);
  });

  test('a command hook says no before the verb is looked up, authorize before a channel is read or published to', () => {
    const no = (code: 'UNAUTHORIZED' | 'FORBIDDEN') => () => {
      throw new Refusal(code, 'no');
    };
    const guarded = setUp(() => ({ command: no('UNAUTHORIZED') })).join();
    guarded.say('NONSENSE', 'nonsense');
    expect(guarded.frames).toEqual(['ERROR:UNAUTHORIZED:no', expect.stringMatching(/^ERROR:BAD_FRAME:/)]);
    const limited = setUp(() => ({ authorize: no('FORBIDDEN') })).join();
    limited.say('SUBSCRIBE:news', 'PUBLISH:news:x', 'SUBSCRIBE:ne ws');
    expect(limited.frames).toEqual(['ERROR:FORBIDDEN:no', 'ERROR:FORBIDDEN:no', expect.stringMatching(/^ERROR:BAD_CHANNEL:/)]);
  });

  test('a newer feature replaces a command, delivers first, and can call what it replaced', () => {
    const order: string[] = [];
    const older: Feature = () => ({ commands: { GO: () => void order.push('older') }, deliver: () => void order.push('deliver older') });
    const newer: Feature = (broker) => {
      const replaced = broker.commands.get('GO');
      return {
        commands: {
          GO(session, frame) {
            order.push('newer');
            return replaced?.(session, frame);
          },
        },
        deliver: () => void order.push('deliver newer'),
      };
    };
    const { join, endTurn } = setUp(older, newer);
    join().say('GO', 'PUBLISH:news:x');
    endTurn();
    expect(order).toEqual(['newer', 'older', 'deliver newer', 'deliver older']);
  });
});

describe('subscriptions', () => {
  test('features hear of them, and each session is one reader, whoever knows it', () => {
    const heard: string[] = [];
    const everything = new Set<Session>();
    const { broker, join } = setUp(() => ({
      subscribe: (_session, channel) => void heard.push(`+${channel}`),
      unsubscribe: (_session, channel) => void heard.push(`-${channel}`),
      readers: () => everything,
    }));
    const [alice, bob] = [join(), join()];
    alice.say('SUBSCRIBE:news');
    for (const { session } of [alice, bob]) everything.add(session);
    expect([...broker.readers('news')]).toEqual([alice.session, bob.session]);
    alice.say('UNSUBSCRIBE:news');
    expect([...broker.readers('news')]).toEqual([alice.session, bob.session]);
    expect(heard).toEqual(['+news', '-news']);
  });
});

describe('sessions', () => {
  test('a dropped one gets nothing more, and what it still sends has no effect', () => {
    const { broker, join, endTurn } = setUp();
    const [alice, bob] = [join(), join()];
    alice.say('SUBSCRIBE:news');
    bob.say('SUBSCRIBE:news');
    broker.drop(alice.session, 4401, 'expired');
    alice.say('PUBLISH:news:x');
    bob.say('PUBLISH:news:y');
    endTurn();
    expect([alice.frames, bob.frames]).toEqual([['(closed 4401)'], ['MSG:news:y']]);
  });

  test('what fails outside a command is told to the session concerned, or to all, and stops nobody', () => {
    const unwritten: Feature = () => ({
      connect() {
        throw new Refusal('TODO', '1.1 greet');
      },
      disconnect() {
        throw new Refusal('TODO', '1.2 leave');
      },
    });
    const { broker, join } = setUp(unwritten);
    const [alice, bob] = [join(), join()];
    broker.disconnect(alice.session);
    broker.disconnect(alice.session);
    expect([alice.frames, bob.frames]).toEqual([['ERROR:TODO:1.1 greet'], ['ERROR:TODO:1.1 greet', 'ERROR:TODO:1.2 leave']]);
  });

  test('closing the broker settles the turn, ends every session with 1001, and closes the features', () => {
    const closed: string[] = [];
    const { broker, join } = setUp(() => ({ close: () => void closed.push('feature') }));
    const client = join();
    client.say('SUBSCRIBE:news', 'PUBLISH:news:last');
    broker.close();
    expect([client.frames, closed]).toEqual([['MSG:news:last', '(closed 1001)'], ['feature']]);
  });
});

test('without a host, a turn ends as soon as what runs now is done', async () => {
  const stored: string[] = [];
  const broker = new Broker({}).use(() => ({ store: ({ body }) => void stored.push(body) }));
  broker.publish({ channel: 'news', body: 'x' });
  expect(stored).toEqual([]);
  await Promise.resolve();
  expect(stored).toEqual(['x']);
});
