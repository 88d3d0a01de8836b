// Where messages lie, and how they look from each broker.

import { expect, test } from 'vitest';
import { headersOf, type NatsRecord, recordOf, storedAt } from '../src/log/record.ts';
import { placeOf, subjectOf, subjectsOf } from '../src/nats/subjects.ts';

test.each([
  ['news.sport', 'chat.channel.news.sport'],
  ['news@broker2', 'chat.at.broker2.news'],
  ['@bob', 'chat.private.alice.bob'],
  ['@bob@broker2', 'chat.private.alice.bob'],
  ['@aaron', 'chat.private.aaron.alice'],
  ['@alice', 'chat.private.alice.alice'],
])('a message from alice to %s lies under %s', (to, subject) => {
  expect(subjectOf(to, 'alice')).toBe(subject);
});

test.each([
  ['chat.channel.news.sport', { channel: 'news.sport', broker: undefined }],
  ['chat.at.broker2.news.sport', { channel: 'news.sport', broker: 'broker2' }],
  ['chat.private.alice.bob', { users: ['alice', 'bob'] }],
  ['chat.broker.broker2', undefined],
  ['chat.channel.not/a/channel', undefined],
])('%s says what its message is', (subject, place) => {
  expect(placeOf(subject)).toEqual(place);
});

test.each([
  ['news', ['chat.channel.news', 'chat.at.broker1.news']],
  ['@alice', ['chat.private.alice.*', 'chat.private.*.alice']],
  ['news.*', ['chat.channel.news.*', 'chat.at.broker1.news.*']],
  // In NATS, `>` takes one word at least.
  ['news.#', ['chat.channel.news', 'chat.at.broker1.news', 'chat.channel.news.>', 'chat.at.broker1.news.>']],
  ['#', ['chat.channel.>', 'chat.at.broker1.>']],
  ['#.sport', ['chat.channel.>', 'chat.at.broker1.>']],
])('%s is followed by %j', (key, subjects) => {
  expect(subjectsOf(key, 'broker1')).toEqual(subjects);
});

const RECORD: NatsRecord = {
  subject: 'chat.private.alice.bob',
  seq: 42,
  id: 'c1-9',
  from: 'alice',
  broker: 'broker1',
  to: '@bob',
  time: 1_800_000_000_000,
  body: 'Hi 😀',
};

test('what the headers and the payload say is what was published', () => {
  const received = { headers: headersOf(RECORD), data: new TextEncoder().encode(RECORD.body) };
  expect(recordOf(received, RECORD.subject, RECORD.seq, 0)).toEqual({ ...RECORD, msgId: undefined });
});

test('a message of another NATS client has an id, a time and no sender', () => {
  const data = new TextEncoder().encode('Hi');
  expect(recordOf({ data }, 'chat.channel.news', 7, 123)).toMatchObject({ id: 'nats-7', from: undefined, time: 123, body: 'Hi' });
});

test('a private message stands in each inbox under the other user', () => {
  expect(storedAt(RECORD, '@bob', 'broker2')).toMatchObject({ target: '@alice', from: 'alice' });
  expect(storedAt(RECORD, '@alice', 'broker1')).toMatchObject({ target: '@bob', from: 'alice' });
});

test('one that was sent to an address is answered to an address', () => {
  const record = { ...RECORD, to: '@bob@broker2' };
  expect(storedAt(record, '@bob', 'broker2')).toMatchObject({ target: '@alice@broker1', from: 'alice@broker1' });
  expect(storedAt(record, '@alice', 'broker1')).toMatchObject({ target: '@bob@broker2', from: 'alice' });
});

test('in a channel, a user of another broker has its name behind the own', () => {
  const record = { ...RECORD, subject: 'chat.channel.news', to: 'news' };
  expect(storedAt(record, 'news', 'broker1').from).toBe('alice');
  expect(storedAt(record, 'news', 'broker2').from).toBe('alice@broker1');
});
