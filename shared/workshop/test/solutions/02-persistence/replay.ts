// Other people's solutions of task 2.10.

import type { Solution } from '../solution.ts';

/** The replay, with one part in another form. */
function replay({
  start = 'since',
  before = '',
  page = 'this.#page(session, key, cursor, start)',
  each = 'for (const message of page) { sendStored(session, key, message); cursor = message.seq; }',
  end = 'if (page.length === 0) break;',
  wait = 'await session.drained?.();',
  live = 'goLive(newest);',
}): string {
  return `
    let cursor = ${start};
    ${before}
    while (true) {
      const page = ${page};
      ${end}
      ${each}
      ${wait}
    }
    ${live}`;
}

export const solutions: readonly Solution[] = [
  {
    task: '2.10',
    name: 'keeps the page in a variable',
    body: `
    let page = this.#page(session, key, since, start);
    while (page.length) {
      page.forEach((message) => sendStored(session, key, message));
      await session.drained?.();
      page = this.#page(session, key, page.at(-1)!.seq, start);
    }
    goLive(newest);`,
  },
  {
    task: '2.10',
    name: 'calls itself for the rest',
    body: `
    const page = this.#page(session, key, since, start);
    if (page.length === 0) return goLive(newest);
    for (const message of page) sendStored(session, key, message);
    await session.drained?.();
    const last = page[page.length - 1];
    return this.#replay(session, { key, start, goLive }, last ? last.seq : since, newest);`,
  },
  {
    task: '2.10',
    name: 'goes live at once',
    body: 'goLive(newest);',
    message: 'what lies after the cursor was not sent, each message once',
  },
  {
    task: '2.10',
    name: 'begins with the cursor itself',
    body: replay({ start: 'since - 1' }),
    message: 'the message whose seq is since itself was sent',
  },
  {
    task: '2.10',
    name: 'sends each page backwards',
    body: replay({ each: 'for (const message of page.toReversed()) sendStored(session, key, message);\n cursor = page.at(-1)!.seq;' }),
    message: 'what lies after the cursor was not sent, each message once',
  },
  { task: '2.10', name: 'never goes live', body: replay({ live: '' }), message: 'the live stream never begins' },
  { task: '2.10', name: 'sends one page', body: replay({ wait: 'await session.drained?.(); break;' }), message: 'not every page was sent' },
  {
    task: '2.10',
    name: 'goes live first',
    body: replay({ before: 'goLive(newest);', live: '' }),
    message: 'the live stream began before the last message of the log was sent',
  },
  {
    task: '2.10',
    name: 'goes live after each page',
    body: replay({ wait: 'await session.drained?.(); goLive(newest);' }),
    message: 'the live stream began more than once',
  },
  {
    task: '2.10',
    name: 'goes live with the cursor of the client',
    body: replay({ live: 'goLive(since);' }),
    message: 'goLive was not given the newest',
  },
  {
    task: '2.10',
    name: 'takes a short page for the last',
    body: replay({ wait: 'if (page.length < 100) break; await session.drained?.();' }),
    message: 'a short page was taken for the last',
  },
  {
    task: '2.10',
    name: 'does not move the cursor',
    body: replay({ each: 'for (const message of page) sendStored(session, key, message);' }),
    message: 'the same page is read again and again',
  },
  {
    task: '2.10',
    name: 'forgets to wait',
    body: replay({ wait: '' }),
    message: 'the broker never waits for a client to take what it was sent',
  },
  {
    task: '2.10',
    name: 'waits without await',
    body: replay({ wait: 'void session.drained?.();' }),
    message: 'the next page was sent before the client had taken the one before',
  },
  {
    task: '2.10',
    name: 'waits before it goes live',
    body: replay({ live: 'await session.drained?.();\n    goLive(newest);' }),
    message: 'what was published while the client was awaited reached nobody',
  },
  {
    task: '2.10',
    name: 'waits after the empty page, too',
    body: `
    let [cursor, page] = [since, this.#page(session, key, since, start)];
    do {
      page = this.#page(session, key, cursor, start);
      for (const message of page) { sendStored(session, key, message); cursor = message.seq; }
      await session.drained?.();
    } while (page.length > 0);
    goLive(newest);`,
    message: 'what was published while the client was awaited reached nobody',
  },
  {
    task: '2.10',
    name: 'goes up to newest, and no further',
    body: replay({ end: 'if (page.length === 0 || cursor >= newest) break;' }),
    message: 'what was published while the client was awaited reached nobody',
  },
  {
    task: '2.10',
    name: 'goes live with the last one sent',
    body: replay({ live: 'goLive(cursor);' }),
    message: 'goLive was not given the newest that the answer gave',
  },
  {
    task: '2.10',
    name: 'forgets start',
    body: replay({ page: 'this.#page(session, key, cursor)' }),
    message: 'a session that was live already got again what had come live',
  },
  {
    task: '2.10',
    name: 'reads the store itself',
    body: replay({ page: 'this.#store.read(key, cursor, 100).filter(({ seq }) => start === undefined || seq <= start)' }),
    message: 'a session that has gone was sent another page',
  },
  {
    task: '2.10',
    name: 'reads the store itself, while the session is there',
    body: replay({
      page: 'this.#broker.sessions.has(session) ? this.#store.read(key, cursor, 100).filter(({ seq }) => start === undefined || seq <= start) : []',
    }),
    message: 'the replay went on after a gap',
  },
];
