// The turn: in which order a message takes its steps, and what becomes of it when one of them fails.

import { FakeClient } from '01-basic-pubsub/test';
import { Refusal } from '@workshop/protocol';
import { expect, test, vi } from 'vitest';
import { createBroker } from '../src/broker.ts';
import { MemoryStore } from '../src/store/memory-store.ts';
import { setUp, untagged } from './set-up.ts';

test('what is published in one turn is stored in one transaction, before any of it is announced or delivered', () => {
  const { turn, store, join, endTurn } = setUp();
  const log: string[] = [];
  for (const [step, work] of Object.entries(turn.steps)) work.push(({ body }) => void log.push(`${step} ${body}`));
  const transaction = store.transaction.bind(store);
  vi.spyOn(store, 'transaction').mockImplementation((work) => {
    log.push('begin');
    transaction(work);
    log.push('commit');
  });
  const [alice, bob] = [join(), join()];
  alice.say('PUBLISH:news:1');
  bob.say('PUBLISH:news:2');
  expect(log).toEqual(['check 1', 'stamp 1', 'check 2', 'stamp 2']);
  log.length = 0;
  endTurn();
  expect(log).toEqual(['begin', 'store 1', 'store 2', 'commit', 'announce 1', 'deliver 1', 'announce 2', 'deliver 2']);
});

test('every other command finds a settled world', () => {
  const { join } = setUp();
  const client = join();
  client.say('PUBLISH:news:before', 'SUBSCRIBE:news', 'PUBLISH:news:after', 'UNSUBSCRIBE:news');
  expect(client.frames).toEqual(['MSG:news:after']);
});

test('a refusal comes after the answers to what was published before it', () => {
  const { join } = setUp();
  const client = join();
  client.say('@label=1 PUBLISH:news:x', '@label=2 PUBLISH:ne ws:x');
  expect(client.frames).toEqual([
    expect.stringMatching(/^@label=1;.* OK:PUBLISH:news$/),
    expect.stringMatching(/^@label=2 ERROR:BAD_CHANNEL:/),
  ]);
});

test('a check refuses a message, which then takes no further step', () => {
  const { turn, store, join, endTurn } = setUp();
  turn.steps.check.push(({ body }) => {
    if (body === 'no') throw new Refusal('FORBIDDEN', 'no');
  });
  const client = join();
  client.say('SUBSCRIBE:news', '@label=1 PUBLISH:news:no', '@label=2 PUBLISH:news:yes');
  endTurn();
  expect(untagged(client.frames)).toEqual(['ERROR:FORBIDDEN:no', 'MSG:news:yes', 'OK:PUBLISH:news']);
  expect(store.bounds('news').newest).toBe(1);
});

test('when the transaction fails, each message is answered INTERNAL, none is delivered, the failure is reported once, and the next turn is stored', () => {
  const { store, join, endTurn, reported } = setUp();
  const client = join();
  client.say('@x=1 SUBSCRIBE:news');
  client.take();
  const full = new Error('disk full');
  const transaction = vi.spyOn(store, 'transaction').mockImplementationOnce(() => {
    throw full;
  });
  client.say('@label=1;id=a PUBLISH:news:1', 'PUBLISH:news:2');
  endTurn();
  expect(untagged(client.frames)).toEqual([expect.stringMatching(/^ERROR:INTERNAL:/), expect.stringMatching(/^ERROR:INTERNAL:/)]);
  expect(client.take()[0]).toMatch(/^@label=1 ERROR/);
  expect(reported).toEqual([full]);
  client.say('@id=a PUBLISH:news:1');
  endTurn();
  expect(client.frames).toEqual([expect.stringMatching(/^@seq=1;id=a;.* MSG/), '@seq=1;id=a OK:PUBLISH:news']);
  expect(transaction).toHaveBeenCalledTimes(2);
});

test.each([
  ['an error', new Error('no'), 'INTERNAL'],
  ['an exercise', new Refusal('TODO', '2.4 deliver'), 'TODO'],
])(
  'a message whose delivery fails by %s is stored: its publisher gets its OK, and is told of the failure besides; the next is delivered',
  (_what, error, code) => {
    const { turn, store, join, endTurn, reported } = setUp();
    turn.steps.deliver.unshift(({ body }) => {
      if (body === 'bad') throw error;
    });
    const client = join();
    client.say('@label=0 SUBSCRIBE:news', '@label=1 PUBLISH:news:bad', '@label=2 PUBLISH:news:good');
    client.take();
    endTurn();
    expect(client.frames).toEqual([
      expect.stringMatching(new RegExp(`^ERROR:${code}:`)),
      expect.stringMatching(/^@label=1;seq=1;.* OK:PUBLISH:news$/),
      expect.stringMatching(/^@seq=2;.* MSG:news:good$/),
      expect.stringMatching(/^@label=2;seq=2;.* OK:PUBLISH:news$/),
    ]);
    expect(store.bounds('news').newest).toBe(2);
    expect(reported).toEqual(code === 'INTERNAL' ? [error] : []);
  },
);

test('a duplicate is answered, and neither announced nor delivered', () => {
  const { turn, join, endTurn } = setUp();
  const announced: string[] = [];
  turn.steps.store.push((message) => {
    message.duplicate = true;
    message.receipt = new Map([['dup', '1']]);
  });
  turn.steps.announce.push(({ body }) => void announced.push(body));
  const client = join();
  client.say('SUBSCRIBE:news', '@label=1 PUBLISH:news:x');
  endTurn();
  expect([client.frames, announced]).toEqual([['@label=1;dup=1 OK:PUBLISH:news'], []]);
});

test('what a session published is delivered even when it goes away in the same turn', () => {
  const { join } = setUp();
  const [alice, bob] = [join(), join()];
  bob.say('SUBSCRIBE:news');
  alice.say('PUBLISH:news:last words');
  alice.leave();
  expect(bob.frames).toEqual(['MSG:news:last words']);
});

test('to close the broker settles the turn, ends every session with 1001, and closes the store', () => {
  const { broker, store, join } = setUp();
  const close = vi.spyOn(store, 'close');
  const client = join();
  client.say('SUBSCRIBE:news', 'PUBLISH:news:last');
  broker.close();
  expect(client.frames).toEqual(['MSG:news:last', '(closed 1001)']);
  expect(close).toHaveBeenCalledOnce();
});

test('without a host, a turn ends as soon as the code that runs now is done', async () => {
  const { broker, dialogue } = createBroker({ store: new MemoryStore(), retain: 10 });
  const client = new FakeClient(broker, dialogue);
  client.say('SUBSCRIBE:news', 'PUBLISH:news:x');
  expect(client.frames).toEqual([]);
  await Promise.resolve();
  expect(client.frames).toEqual(['MSG:news:x']);
});
