// What task 2.7 must do, seen from inside.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { idle, setUp } from './history-set-up.ts';
import { inShort, many } from './set-up.ts';

const BEGIN = 'the walk begins at since, or without it at this.#store.cursorBefore(key, count, target)';
const DRAINED = 'await session.drained?.() after each page: without the await, nothing waits';

export const walking: TaskChecks = {
  '2.7': {
    'without since, the last messages are sent, the oldest first': async () => {
      const { store, client, ask } = setUp();
      store.add('log', ...many(5));
      await ask(2);
      if (client.seqs.length === 0)
        throw wrong('no message was sent', '4, 5', 'none', 'read a page, and call sendStored for each message of it');
      if (client.seqs.join() === '5,4')
        same(client.seqs, [4, 5], 'the newest message was sent first', 'a page comes with the oldest first: send it as it is');
      same(client.seqs, [4, 5], 'of 5 messages, the last 2 were asked for, and others were sent', BEGIN);
    },
    'with since, the first messages after it are sent': async () => {
      const { store, client, ask } = setUp();
      store.add('log', ...many(5));
      await ask(2, { since: 2 });
      const own = 'read gives what comes after the cursor: since is the cursor, as it is';
      if (client.seqs.includes(2)) same(client.seqs, [3, 4], 'the message whose seq is since itself was sent', own);
      const tooMany = client.seqs.length > 2 && client.seqs[0] === 3;
      const left = 'count down what is still wanted by the length of each page, and read no more than that';
      same(client.seqs, [3, 4], 'with since=2, 2 messages were asked for, and others were sent', tooMany ? left : BEGIN);
    },
    'since=0 asks for messages from the first one on': async () => {
      const { store, client, ask } = setUp();
      store.add('log', ...many(5));
      await ask(2, { since: 0 });
      same(client.seqs, [1, 2], 'since=0 was taken for no since', '0 is a number, and falsy: write since ?? …, and not since || …');
    },
    'as many are sent as were asked for, over several pages': async () => {
      const { store, client, ask } = setUp();
      store.add('log', ...many(250));
      await ask(150, { since: 0 });
      const sent = inShort(client.seqs);
      const more = 'count down what is still wanted, and read no more than that';
      if (client.seqs.length > 150) same(sent, '1 to 150', 'more messages were sent than asked for', more);
      same(
        sent,
        '1 to 150',
        'not all that was asked for was sent, each message once',
        'a page has at most 100: read on from the last message sent',
      );
    },
    'a short page is not the end': async () => {
      const { store, client, ask } = setUp();
      store.add('log', ...many(5, { body: 'x'.repeat(40_000) }));
      await ask(5, { since: 0 });
      same(
        client.seqs,
        [1, 2, 3, 4, 5],
        'a page shorter than asked for was taken for the last',
        'large messages make short pages: only an empty page is the end',
      );
    },
    'the next page waits until the client has taken the one before': async () => {
      const { store, client, ask } = setUp();
      store.add('log', ...many(250));
      let waits = 0;
      client.whenAwaited = () => (waits += 1);
      client.read(false);
      const asked = ask(250, { since: 0 });
      await idle();
      const sent = inShort(client.seqs);
      client.read(true);
      await asked;
      if (waits === 0) same('never', 'after each page', 'the broker never waits for a client to take what it was sent', DRAINED);
      same(sent, '1 to 100', 'the next page was sent before the client had taken the one before', DRAINED);
    },
    'a session that has gone gets no more': async () => {
      const { store, client, ask } = setUp();
      store.add('log', ...many(250));
      client.read(false);
      const asked = ask(250, { since: 0 });
      await idle();
      const before = store.reads.length;
      client.leave();
      await asked;
      const cause = 'go on only while this.#isThere(session): it may have gone while you waited, and the store may be closed';
      same(inShort(client.seqs), '1 to 100', 'a session that has gone was sent another page', cause);
      const pages = store.reads.slice(before).filter(({ limit }) => limit > 1).length;
      same(pages, 0, 'another page was read for a session that has gone', cause);
    },
    'of a conversation, only its messages are sent': async () => {
      const { store, client, ask } = setUp();
      store.add('log', ...['@bob', '@carol', '@bob', '@carol', '@carol'].map((target) => ({ target })));
      await ask(5, { since: 0, target: '@bob' });
      same(client.seqs, [1, 3], 'messages of another conversation were sent, too', 'pass target on to this.#store.read');
      const last = setUp();
      last.store.add('log', ...['@bob', '@carol', '@bob', '@carol', '@carol'].map((target) => ({ target })));
      await last.ask(1, { target: '@bob' });
      same(last.client.seqs, [3], 'the last message of a conversation was not found', 'pass target on to this.#store.cursorBefore, too');
    },
    'the seq of the last message sent is returned': async () => {
      const { store, ask } = setUp();
      store.add('log', ...many(5));
      const last = (await ask(2, { since: 1 })).get('last');
      same(
        String(last),
        '3',
        '#send did not return the seq of the last message that it sent',
        'return it at the end; task 2.8 answers with it',
      );
      store.transaction(() => store.retire('log', 5));
      const none = (await ask(2)).get('last');
      same(String(none), '0', 'no message was sent, and #send returned a seq', 'return undefined then: the cursor is not what was sent');
    },
  },
};
