// What task 2.10 must do, seen from inside.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { isLive, setUp } from './resume-set-up.ts';
import { inShort, many, numbers } from './set-up.ts';

const PAGE = 'this.#page(session, key, cursor, start) is the next page: ask it again and again, until it is empty';
const DRAINED = 'await session.drained?.() after each page: without the await, nothing waits';
const LAST = 'goLive(newest) comes when a page is empty, at once: with no await in between';

export const replaying: TaskChecks = {
  '2.10': {
    'everything after the cursor is sent, in order': async () => {
      const { store, client, replay } = setUp();
      store.add('log', ...many(5));
      await replay(2);
      if (client.seqs.includes(2))
        same(client.seqs, [3, 4, 5], 'the message whose seq is since itself was sent', 'begin with since as the cursor');
      same(
        client.seqs,
        [3, 4, 5],
        'what lies after the cursor was not sent, each message once',
        client.seqs.join() === '4,5'
          ? 'begin with since as the cursor, and not after it: a page begins after its cursor'
          : `${PAGE}; call sendStored for each message of it`,
      );
    },
    'then the live stream begins, once': async () => {
      const { store, client, replay } = setUp();
      store.add('log', ...many(250));
      await replay(0);
      const lives = client.frames.filter((frame) => frame.startsWith('(live'));
      if (lives.length === 0) throw wrong('the live stream never begins', 'goLive(250) at the end', 'nothing', LAST);
      same(inShort(client.seqs), '1 to 250', 'not every page was sent', PAGE);
      same(client.frames.at(-1)?.startsWith('(live'), true, 'the live stream began before the last message of the log was sent', LAST);
      same(lives.length, 1, 'the live stream began more than once', 'call goLive after the loop, and not in it');
      same(lives, ['(live 250)'], 'goLive was not given the newest', 'give it newest, as the answer did');
    },
    'a short page is not the end': async () => {
      const { store, client, replay } = setUp();
      store.add('log', ...many(5, { body: 'x'.repeat(40_000) }));
      await replay(0);
      same(
        client.seqs,
        [1, 2, 3, 4, 5],
        'a short page was taken for the last',
        'large messages make short pages: only an empty page is the end',
      );
    },
    'the next page waits until the client has taken the one before': async () => {
      const { store, client, replay } = setUp();
      store.add('log', ...many(250));
      client.read(false);
      let waits = 0;
      client.whenAwaited = () => (waits += 1);
      const running = replay(0);
      await new Promise((resolve) => setImmediate(resolve));
      const sent = inShort(client.seqs);
      client.read(true);
      await running;
      if (waits === 0) same('never', 'after each page', 'the broker never waits for a client to take what it was sent', DRAINED);
      same(sent, '1 to 100', 'the next page was sent before the client had taken the one before', DRAINED);
    },
    'what is published meanwhile comes, too': async () => {
      const { store, client, replay } = setUp();
      store.add('log', ...many(5));
      let newest = 0;
      const publishTimes = (times: number) => () => {
        if (isLive(client) || times === 0) return; // it would come live
        times -= 1;
        store.add('log', {});
        ({ newest } = store.bounds('log'));
      };
      client.whenAwaited = publishTimes(3);
      store.whenNothingIsLeft = publishTimes(1);
      await replay(0);
      const expected = inShort(numbers(1, newest));
      const cause = `look into the store again after each await, and go live without an await after the last look. ${LAST}`;
      same(inShort(client.seqs), expected, 'what was published while the client was awaited reached nobody', cause);
      same(client.frames.at(-1), '(live 5)', 'goLive was not given the newest that the answer gave', 'give it newest, and not the cursor');
    },
    'a session that was live already gets only what was before that': async () => {
      const { store, client, replay } = setUp();
      store.add('log', ...many(5));
      await replay(1, { start: 3 });
      same(client.seqs, [2, 3], 'a session that was live already got again what had come live', 'pass start on to this.#page');
    },
    'a session that has gone gets no more': async () => {
      const { store, client, replay } = setUp();
      store.add('log', ...many(250));
      client.whenAwaited = () => client.leave();
      await replay(0);
      same(
        inShort(client.seqs),
        '1 to 100',
        'a session that has gone was sent another page',
        'take each page from this.#page: it is empty then',
      );
    },
    'a session that retention has overtaken is cut off': async () => {
      const { store, client, replay } = setUp();
      store.add('log', ...many(250));
      client.whenAwaited = () => store.transaction(() => store.retire('log', 200));
      await replay(0);
      same(
        inShort(client.seqs),
        '1 to 100',
        'the replay went on after a gap',
        'take each page from this.#page: it checks whether something is gone',
      );
      same(
        client.frames.includes('(cut)'),
        true,
        'retention has overtaken the session, and it was not cut off',
        'take each page from this.#page',
      );
    },
  },
};
