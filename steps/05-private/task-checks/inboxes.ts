// What the tasks in exercise/inboxes.ts must do, seen from inside.

import { Journal, type MessageStore } from '02-persistence';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { refusalOf } from '@workshop/cli/task-checks/refusal';
import { Inboxes, type PrivateMessage } from '#inboxes';
import { sessionOf, storeWith } from './set-up.ts';

/** Stores messages from Alice, in inboxes that may have some already. */
function setUp(before: Readonly<Record<string, number>> = {}, retain = 100) {
  const store = storeWith(before);
  const inboxes = new Inboxes(store, new Journal(store, retain));
  const keep = (channel: string, more: Partial<PrivateMessage> = {}): PrivateMessage => {
    const message: PrivateMessage = { channel, body: 'Hi', from: 'alice', ...more };
    inboxes.store(message);
    return message;
  };
  /** Publishes with an id: it may be a repeat. That 5.3 is not written does not matter. */
  const publish = async (channel: string, id: string): Promise<PrivateMessage> => {
    const message: PrivateMessage = { channel, body: 'Hi', from: 'alice', id };
    await refusalOf(() => inboxes.store(message), ['5.3']);
    return message;
  };
  return { store, keep, publish };
}

/** What is in an inbox, without what was there before. */
function newIn(store: MessageStore, inbox: string) {
  return store.read(inbox, 0, 100).filter(({ from }) => from !== 'zoe');
}

const asFrame = (message: PrivateMessage, inbox: string) => {
  const session = sessionOf('somebody', { tagged: true });
  message.copies?.get(inbox)?.sendTo(session);
  return session.take().join(', ');
};

export const checks: TaskChecks = {
  '5.3': {
    'the message is in both inboxes, each time under the other user': () => {
      const { store, keep } = setUp();
      keep('@bob');
      const got = ['@alice', '@bob'].map((inbox) => newIn(store, inbox).map(({ target, from, body }) => `${target} from ${from}: ${body}`));
      const cause = 'call this.#journal.append(inbox, { ...stamped, target }) for each [inbox, target] of partiesOf(from, channel)';
      same(got[1], ['@alice from alice: Hi'], "the message is not in the receiver's inbox under the sender's name", cause);
      same(got[0], ['@bob from alice: Hi'], "the message is not in the sender's inbox under the receiver's name", cause);
    },
    'it has the same id and time in both': () => {
      const { store, keep } = setUp();
      const { now } = Date;
      let clock = now();
      Date.now = () => (clock += 1); // each look at the clock shows another time
      try {
        keep('@bob');
      } finally {
        Date.now = now;
      }
      const [own, other] = [newIn(store, '@alice')[0], newIn(store, '@bob')[0]];
      same(other?.id, own?.id, 'the message has a different id in each inbox', 'use the id that #keep was given in both');
      same(other?.time, own?.time, 'the message has a different time in each inbox', 'take the time once, before the loop');
      const { store: later, keep: keepLater } = setUp();
      keepLater('@bob', { time: 12_345 });
      const times = [newIn(later, '@alice')[0]?.time, newIn(later, '@bob')[0]?.time];
      same(
        times,
        [12_345, 12_345],
        'the message was not stored with its own time',
        'the time is message.time, and only without it Date.now()',
      );
    },
    'copies has the MSG of each inbox': () => {
      const { store, keep } = setUp({ '@alice': 2 });
      const message = keep('@bob', { time: 12_345 });
      const id = newIn(store, '@bob')[0]?.id;
      same(
        [...(message.copies?.keys() ?? [])].toSorted(),
        ['@alice', '@bob'],
        'message.copies does not have one packet for each inbox',
        'copies is a Map by inbox',
      );
      const cause =
        "new TaggedPacket({ verb: 'MSG', target, body, tags: tagsOf({ ...stamped, seq }) }), with the target and seq of this inbox";
      const expected = [`@seq=3;id=${id};time=12345;from=alice MSG:@bob:Hi`, `@seq=1;id=${id};time=12345;from=alice MSG:@alice:Hi`];
      same([asFrame(message, '@alice'), asFrame(message, '@bob')], expected, 'the MSG for an inbox is not what was stored there', cause);
    },
    "the receipt has the seq of the sender's inbox": () => {
      const { store, keep } = setUp({ '@alice': 2, '@bob': 6 });
      const { receipt } = keep('@bob');
      const cause = "message.receipt is receiptOf({ seq, id }) where inbox is `@${from}`: that is the cursor of the sender's device";
      const expected = new Map([
        ['seq', '3'],
        ['id', newIn(store, '@alice')[0]?.id],
      ]);
      same(receipt, expected, "the receipt does not have the id, and the seq from the sender's inbox", cause);
    },
    'a message to oneself is kept once': () => {
      const { store, keep } = setUp();
      const { copies, receipt } = keep('@alice');
      same(
        newIn(store, '@alice').length,
        1,
        'a message to oneself was not stored exactly once',
        'partiesOf gives one inbox then: no case of its own is needed',
      );
      same([copies?.size, receipt?.get('seq')], [1, '1'], 'a message to oneself does not have one copy and a receipt');
    },
    'a user of another broker has no inbox here': () => {
      const { store, keep } = setUp();
      const { copies } = keep('@bob@broker2');
      const got = [newIn(store, '@alice').length, newIn(store, '@bob@broker2').length, copies?.size];
      const cause = 'each entry of partiesOf is [inbox, target]: the inbox comes first';
      same(got, [1, 0, 1], 'a message was stored in an inbox that partiesOf does not name', cause);
    },
    'the inboxes keep as much as channels do': () => {
      const { store, keep } = setUp({}, 2);
      for (let n = 0; n < 3; n += 1) keep('@bob');
      const floors = [store.bounds('@alice').floor, store.bounds('@bob').floor];
      const cause = 'append with this.#journal, which retires old messages, not with the store';
      same(floors, [1, 1], 'an inbox keeps more messages than it should', cause);
    },
  },
  '5.5': {
    'the same id in a message to the same user is a repeat': async () => {
      const { store, publish } = setUp({ '@alice': 2 });
      keepOld(store, ['@alice', '@bob'], '@bob', 'a');
      const { duplicate, receipt } = await publish('@bob', 'a');
      const stored = [newIn(store, '@alice').length, newIn(store, '@bob').length];
      const again = 'if this.#store.find(inbox, { id, from, target }) finds it, return true: then nothing is stored';
      same(stored, [1, 1], 'a repeat was stored again', again);
      same(duplicate, true, 'a repeat was not marked as a duplicate, so it would be delivered again', 'set message.duplicate');
      const expected = new Map([
        ['seq', '3'],
        ['id', 'a'],
        ['dup', '1'],
      ]);
      const cause = "take the seq that is found first, since partiesOf names the sender's inbox first, and add the tag dup=1";
      same(receipt, expected, "the receipt of a repeat does not have the seq from the sender's inbox, the id and dup=1", cause);
    },
    'a new id is no repeat': async () => {
      const { store, publish } = setUp();
      keepOld(store, ['@alice', '@bob'], '@bob', 'a');
      const { duplicate, receipt } = await publish('@bob', 'b');
      const cause = 'if no inbox has the id, return false and change nothing';
      same([duplicate ?? false, receipt?.has('dup') ?? false], [false, false], 'a message with a new id was taken for a repeat', cause);
    },
    'the same id in a message to another user is no repeat': async () => {
      const { store, publish } = setUp();
      keepOld(store, ['@alice', '@bob'], '@bob', 'a');
      const cause = "ask for the target as well: both messages are in the sender's inbox";
      same(
        (await publish('@carol', 'a')).duplicate ?? false,
        false,
        'the same id in a message to another user was taken for a repeat',
        cause,
      );
    },
    "the same id in the other user's message is no repeat": async () => {
      const { store, publish } = setUp();
      store.append('@alice', { id: 'a', from: 'bob', target: '@bob', time: 1, body: 'Hi' });
      store.append('@bob', { id: 'a', from: 'bob', target: '@alice', time: 1, body: 'Hi' });
      const cause = 'ask for from as well: each user has ids of their own';
      same((await publish('@bob', 'a')).duplicate ?? false, false, "the same id in the other user's message was taken for a repeat", cause);
    },
    'one of the two inboxes is enough': async () => {
      for (const inbox of ['@bob', '@alice']) {
        const { store, publish } = setUp({ '@alice': 3, '@bob': 3 });
        keepOld(store, [inbox], '@bob', 'a');
        const { duplicate, receipt } = await publish('@bob', 'a');
        const message = 'a repeat was not recognised when only one inbox still had the message';
        const cause = 'look in each inbox that partiesOf names, until one has it: each keeps only its newest messages';
        same(duplicate ?? false, true, message, cause);
        same(
          [receipt?.get('seq'), receipt?.get('dup')],
          ['4', '1'],
          'the receipt of such a repeat does not have the seq that was found and dup=1',
        );
      }
    },
  },
};

/** An earlier message from Alice to a user, in the inboxes that still have it. */
function keepOld(store: MessageStore, inboxes: readonly string[], to: string, id: string): void {
  for (const inbox of inboxes) store.append(inbox, { id, from: 'alice', target: inbox === '@alice' ? to : '@alice', time: 1, body: 'Hi' });
}
