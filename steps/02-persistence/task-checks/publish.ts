// What the tasks in exercise/publish.ts must do, seen from inside.

import { Broker, Channels } from '01-basic-pubsub';
import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { Dialogue } from '#dialogue';
import { Journal, receiptOf, tagsOf } from '#journal';
import { publishing } from '#publish';
import type { NewMessage, StoredMessage } from '#store';
import { type Message, Turn } from '#turn';
import { LogStore } from './set-up.ts';

class CountingJournal extends Journal {
  appended = 0;

  override append(key: string, message: NewMessage): number {
    this.appended += 1;
    return super.append(key, message);
  }
}

function setUp() {
  const broker = new Broker();
  const store = new LogStore();
  const turn = new Turn(broker, store, () => {});
  const journal = new CountingJournal(store, 10_000);
  publishing({ broker, channels: new Channels(), turn, dialogue: new Dialogue(broker, turn), store, journal });
  /** Takes a message through the store step. */
  const keep = (message: Partial<Message> = {}): Message => {
    const kept = { channel: 'news', body: 'Hi', ...message };
    store.transaction(() => turn.steps.store.forEach((step) => step(kept)));
    return kept;
  };
  const stored = (channel = 'news'): StoredMessage[] => store.read(channel, 0, 100);
  const only = (): StoredMessage => {
    const [message] = stored();
    if (!message) throw wrong('the message is not in the log of its channel', 'a message in the log of news', 'none', APPEND);
    return message;
  };
  return { store, journal, keep, stored, only };
}

const APPEND = 'call journal.append(message.channel, …) with from, id, time and body';
const TAGS = 'tagsOf makes them of what was stored, and of the seq that journal.append returned: tagsOf({ ...stamped, seq })';
const FIND = 'ask store.find(message.channel, { from: message.from, id }): it finds what a broker before this one has stored, too';

export const checks: TaskChecks = {
  '2.3': {
    'the message is in the log of its channel, once': () => {
      const { keep, only, stored, journal } = setUp();
      keep({ body: 'Hi' });
      same(only().body, 'Hi', 'the message is stored with another body', APPEND);
      same(stored().length, 1, 'the message is in the log twice', 'append it once, and keep the seq that it returns');
      const cause = "not store.append: the journal's append also sees to it that the log does not grow without end";
      same(journal.appended, 1, 'the message was stored past the journal', cause);
      keep({ channel: 'sport', body: 'Goal!' });
      same(
        stored('sport').map(({ body }) => body),
        ['Goal!'],
        'a message is not in the log of its own channel',
        APPEND,
      );
    },
    'it is stored with its from': () => {
      const { keep, only } = setUp();
      keep({ from: 'alice' });
      const cause = 'pass on message.from: it is absent in this stage, and from stage 03 on the log must know who published what';
      same(only().from, 'alice', 'the message is stored without its from', cause);
    },
    'it is stored with the id that keep gets': () => {
      const { keep, only } = setUp();
      keep();
      const cause = 'take the parameter id: message.id is absent where the publisher gave none';
      same(typeof only().id, 'string', 'a message whose publisher gave no id is stored without one', cause);
      const given = setUp();
      given.keep({ id: 'a1' });
      same(given.only().id, 'a1', 'the message is stored with an id other than its own', cause);
    },
    'it is stored with the time at which it was published': () => {
      const { keep, only } = setUp();
      const before = Date.now();
      keep();
      const { time } = only();
      const isNow = before <= time && time <= Date.now();
      if (!isNow) same(time, before, 'the message is not stored with the present time, in ms since 1970', 'Date.now() is in ms');
      const given = setUp();
      given.keep({ time: 1234 });
      const cause = 'message.time ?? Date.now(): a message from another broker brings its time';
      same(given.only().time, 1234, 'a message that has a time is stored with another', cause);
    },
    'its MSG carries what is stored': () => {
      const { keep, stored } = setUp();
      keep();
      const { tags } = keep({ from: 'alice', id: 'a1', time: 1234 });
      const [, second] = stored();
      if (!second) throw wrong('the second message is not in the log', 'two messages', 'one', APPEND);
      same(tags, tagsOf(second), 'message.tags are not the tags of the stored message', TAGS);
    },
    'the clock is read once': () => {
      const { keep, only } = setUp();
      const { now } = Date;
      let time = now();
      Date.now = () => (time += 1);
      try {
        const { tags } = keep();
        same(
          tags?.get('time'),
          String(only().time),
          'the time in message.tags is not the one in the log',
          'read the clock once, and use it for both',
        );
      } finally {
        Date.now = now;
      }
    },
    'its publisher gets the seq and the id': () => {
      const { keep } = setUp();
      keep();
      const { receipt } = keep({ id: 'a1' });
      same(
        receipt,
        receiptOf({ seq: 2, id: 'a1' }),
        'message.receipt is not the seq and the id of the stored message',
        'receiptOf({ seq, id }) makes it',
      );
    },
  },
  '2.4': {
    'a message that is in the log already is a duplicate': () => {
      const { store, keep } = setUp();
      store.add('news', { id: 'a1', from: 'alice' });
      const { duplicate } = keep({ id: 'a1', from: 'alice', body: 'other words' });
      same(
        duplicate,
        true,
        'a message with the id and the publisher of a stored one is not marked as a duplicate',
        `${FIND}; then set message.duplicate`,
      );
    },
    'a message that is not in the log is stored': () => {
      const { keep, stored } = setUp();
      const { duplicate = false, receipt } = keep({ id: 'a1' });
      const cause = 'when store.find returns undefined, return false, and change nothing';
      same(duplicate, false, 'a new message is marked as a duplicate', cause);
      same(stored().length, 1, 'a new message is not stored', cause);
      same(receipt?.has('dup'), false, 'the receipt of a new message has dup', cause);
    },
    'it is not stored again': () => {
      const { store, keep, stored } = setUp();
      store.add('news', { id: 'a1', from: 'alice' });
      keep({ id: 'a1', from: 'alice' });
      same(stored().length, 1, 'a repeat is stored again', 'return true: a repeat is not kept');
    },
    'its publisher gets the first seq, and dup=1': () => {
      const { store, keep } = setUp();
      store.add('news', {}, { id: 'a1', from: 'alice' }, {});
      const { receipt } = keep({ id: 'a1', from: 'alice' });
      if (!receipt)
        throw wrong('a repeat has no receipt', 'seq, id and dup=1', 'undefined', 'set message.receipt: its publisher waits for the answer');
      same(receipt.get('seq'), '2', 'the receipt of a repeat does not have the seq of the first message', 'store.find returns it');
      same(receipt.get('dup'), '1', 'the receipt of a repeat does not have dup=1', "new Map([...receiptOf({ seq, id }), ['dup', '1']])");
      const cause = "receiptOf({ seq, id }), and dup besides: new Map([...receiptOf({ seq, id }), ['dup', '1']])";
      same(receipt, new Map([...receiptOf({ seq: 2, id: 'a1' }), ['dup', '1']]), 'the receipt of a repeat is not seq, id and dup', cause);
    },
    "another publisher's message with the same id is not a duplicate": () => {
      const { store, keep } = setUp();
      store.add('news', { id: 'a1', from: 'alice' });
      const cause = 'an id is unique only for its publisher: give store.find the from, too';
      same(
        keep({ id: 'a1', from: 'bob' }).duplicate ?? false,
        false,
        "another publisher's message with the same id is taken for a repeat",
        cause,
      );
    },
    'a message with the same id in another channel is not a duplicate': () => {
      const { store, keep } = setUp();
      store.add('sport', { id: 'a1', from: 'alice' });
      const cause = 'look in the log of message.channel alone';
      same(
        keep({ id: 'a1', from: 'alice' }).duplicate ?? false,
        false,
        'a message of another channel with the same id is taken for the first one',
        cause,
      );
    },
    'a repeat in the same turn is a duplicate, too': () => {
      const { store, keep, stored } = setUp();
      store.transaction(() => {
        keep({ id: 'a1' });
        same(keep({ id: 'a1' }).duplicate, true, 'a repeat within the same turn is not recognised', FIND);
      });
      same(stored().length, 1, 'a repeat within the same turn is stored again', FIND);
    },
  },
};
