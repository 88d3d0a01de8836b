// What task 2.8 must do, seen from inside.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { idle, setUp } from './history-set-up.ts';
import { many } from './set-up.ts';

/** The answer's tags, of a log with `size` messages. */
async function answer(size: number, count: number, since?: number): Promise<{ last: string | undefined; more: string | undefined }> {
  const { store, ask } = setUp();
  store.add('log', ...many(size));
  const tags: unknown = await ask(count, since === undefined ? {} : { since });
  if (!(tags instanceof Map))
    throw wrong('answer does not return a Map of tags', "Map { 'last' => '5' }", String(tags), "new Map([['last', String(last)]])");
  const last: unknown = tags.get('last');
  const more: unknown = tags.get('more');
  return { last: last === undefined ? undefined : String(last), more: more === undefined ? undefined : String(more) };
}

const SENT = 'last is what `await this.#send(session, part, since)` returns; without the await, it is a promise';
const NONE = 'where none was sent: since, or 0 if there is none: (await this.#send(…)) ?? since ?? 0';
const ASK = 'ask the store whether one message comes after last: this.#store.read(part.key, last, 1, part.target)';

export const answering: TaskChecks = {
  '2.8': {
    'last is the seq of the last message sent': async () => {
      same((await answer(5, 2)).last, '5', 'last is not the seq of the last message sent', SENT);
      same((await answer(5, 2, 1)).last, '3', 'with since, last is not the seq of the last message sent', SENT);
    },
    'where none was sent, last is since, or 0': async () => {
      same((await answer(5, 2, 5)).last, '5', 'none was sent, and last is not the cursor that the client gave', NONE);
      same((await answer(5, 2, 9)).last, '9', 'none was sent, and last is not the cursor that the client gave', NONE);
      same((await answer(0, 2)).last, '0', 'none was sent, and last is not 0', NONE);
    },
    'more=1 says that there is more': async () => {
      same((await answer(5, 2, 0)).more, '1', 'there is more, and the answer does not say more=1', ASK);
    },
    'without more, there is no more': async () => {
      const absent = 'set more only if there is more: a client checks whether the tag is there';
      same((await answer(5, 2)).more, undefined, 'all was sent, and the answer has more', absent);
      same(
        (await answer(5, 2, 3)).more,
        undefined,
        'a full page was the last one, and the answer has more',
        `${ASK}: the number of messages does not tell`,
      );
      same((await answer(5, 2, 5)).more, undefined, 'none was sent, and the answer has more', ASK);
    },
    'of a conversation, only its own messages are more': async () => {
      const { store, ask } = setUp();
      store.add('log', ...['@bob', '@bob', '@carol'].map((target) => ({ target })));
      same(
        (await ask(1, { since: 1, target: '@bob' })).get('more'),
        undefined,
        'more=1 counts messages of another conversation',
        'pass part.target on to the store',
      );
      same(
        String((await ask(1, { since: 0, target: '@bob' })).get('more')),
        '1',
        'a conversation has more, and the answer does not say so',
        'pass part.target on to the store',
      );
    },
    'the store is not asked for a session that has gone': async () => {
      const { store, client, ask } = setUp();
      store.add('log', ...many(2));
      client.read(false);
      const asked = ask(2);
      await idle();
      const before = store.reads.length;
      client.leave();
      await asked;
      const cause = 'ask this.#isThere(session) after the await: the store may be closed by now';
      same(store.reads.length - before, 0, 'the store was asked for a session that has gone', cause);
    },
  },
};
