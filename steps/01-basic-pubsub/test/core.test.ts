// The core, with parts made for the test: what every later stage relies on.

import { Refusal } from '@workshop/protocol';
import { describe, expect, test } from 'vitest';
import { createBroker } from '../src/broker.ts';
import { FakeClient } from './fake-client.ts';

function setUp() {
  const reported: unknown[] = [];
  const parts = createBroker({ report: (error) => void reported.push(error) });
  return { ...parts, reported, join: () => new FakeClient(parts.broker) };
}

describe('commands', () => {
  test('they take effect at once, in the order sent', () => {
    const client = setUp().join();
    client.say('PUBLISH:news:before', 'SUBSCRIBE:news', 'PUBLISH:news:between', 'UNSUBSCRIBE:news', 'PUBLISH:news:after');
    expect(client.frames).toEqual(['MSG:news:between']);
  });

  test('tags are skipped, whatever they say', () => {
    const client = setUp().join();
    client.say('@label=7;seq=1 SUBSCRIBE:news', '@ PUBLISH:news:Hi', '@label=8 hello');
    expect(client.frames).toEqual(['MSG:news:Hi', expect.stringMatching(/^ERROR:BAD_FRAME:"hello"/)]);
  });

  test('a verb that nobody set is refused with those that there are, until a feature sets it', () => {
    const { broker, join } = setUp();
    const client = join();
    client.say('PING');
    broker.commands.set('PING', (session) => session.send({ frame: { verb: 'PONG' } }));
    client.say('PING');
    expect(client.frames).toEqual([expect.stringMatching(/^ERROR:UNKNOWN_COMMAND:"PING" .* SUBSCRIBE, UNSUBSCRIBE, PUBLISH$/), 'PONG']);
  });

  test('one that fails by a fault of the broker is answered INTERNAL and reported, and tells the client nothing more', () => {
    const { broker, join, reported } = setUp();
    const full = new Error('disk full');
    broker.commands.set('SAVE', () => {
      throw full;
    });
    const client = join();
    client.say('SAVE', 'SUBSCRIBE:news', 'PUBLISH:news:Hi');
    expect(client.frames).toEqual([expect.stringMatching(/^ERROR:INTERNAL:(?!.*disk)/), 'MSG:news:Hi']);
    expect(reported).toEqual([full]);
  });

  test('a message that is not text is answered with its refusal', () => {
    const client = setUp().join();
    client.say(new Refusal('BAD_FRAME', 'binary'));
    expect(client.frames).toEqual(['ERROR:BAD_FRAME:binary']);
  });
});

describe('sessions', () => {
  test('one that left is no longer a reader, and the others still are', () => {
    const { channels, join } = setUp();
    const [alice, bob] = [join(), join()];
    for (const client of [alice, bob]) client.say('SUBSCRIBE:news', 'SUBSCRIBE:sport');
    bob.leave();
    expect(['news', 'sport'].map((channel) => [...channels.readers(channel)])).toEqual([[alice], [alice]]);
  });

  test('a dropped one gets nothing more, and what it still sends has no effect', () => {
    const { broker, join } = setUp();
    const [alice, bob] = [join(), join()];
    alice.say('SUBSCRIBE:news');
    bob.say('SUBSCRIBE:news');
    broker.drop(alice, 4401, 'expired');
    alice.say('PUBLISH:news:x', 'nonsense');
    bob.say('PUBLISH:news:y');
    expect([alice.frames, bob.frames]).toEqual([['(closed 4401)'], ['MSG:news:y']]);
  });

  test('what fails outside a command is told to the session concerned, or to all, and stops nobody', () => {
    const { broker, join } = setUp();
    const left: unknown[] = [];
    broker.onConnect.push(() => {
      throw new Refusal('TODO', '1.1 greet');
    });
    broker.onDisconnect.unshift(() => {
      throw new Refusal('TODO', '1.2 leave');
    });
    broker.onDisconnect.push((session) => void left.push(session));
    const [alice, bob] = [join(), join()];
    alice.leave();
    alice.leave();
    expect([alice.frames, bob.frames]).toEqual([['ERROR:TODO:1.1 greet'], ['ERROR:TODO:1.1 greet', 'ERROR:TODO:1.2 leave']]);
    expect(left).toEqual([alice]);
  });

  test('closing the broker ends every session with 1001, then closes the features, the newest first, even if one fails', () => {
    const { broker, join, reported } = setUp();
    const [alice, bob] = [join(), join()];
    const closed: string[] = [];
    broker.onClose.push(() => void closed.push(`older, with ${broker.sessions.size} sessions`));
    broker.onClose.push(() => {
      throw new Error('cannot be closed');
    });
    broker.onClose.push(() => void closed.push('newer'));
    broker.close();
    expect([alice.frames, bob.frames]).toEqual([['(closed 1001)'], ['(closed 1001)']]);
    expect(closed).toEqual(['newer', 'older, with 0 sessions']);
    expect(reported).toEqual([new Error('cannot be closed')]);
  });
});
