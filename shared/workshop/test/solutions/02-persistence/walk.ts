// Other people's solutions of task 2.7.

import type { Solution } from '../solution.ts';

/** The walk, with one part in another form. */
function walk({
  start = 'since ?? this.#store.cursorBefore(key, count, target)',
  goOn = 'left > 0 && this.#isThere(session)',
  page = 'this.#store.read(key, cursor, left, target)',
  end = 'if (page.length === 0) break;',
  each = 'for (const message of page) { sendStored(session, key, message); last = cursor = message.seq; }',
  less = 'left -= page.length;',
  wait = 'await session.drained?.();',
  result = 'last',
}): string {
  return `
    let cursor = ${start};
    let last: number | undefined;
    let left = count;
    while (${goOn}) {
      const page = ${page};
      ${end}
      ${each}
      ${less}
      ${wait}
    }
    return ${result};`;
}

export const solutions: readonly Solution[] = [
  {
    task: '2.7',
    name: 'reads one page after the other until it has them all',
    body: `
    const first = since === undefined ? this.#store.cursorBefore(key, count, target) : since;
    const sent: number[] = [];
    while (sent.length < count) {
      if (!this.#isThere(session)) return sent.at(-1);
      const page = this.#store.read(key, sent.at(-1) ?? first, count - sent.length, target);
      page.forEach((message) => sendStored(session, key, message));
      sent.push(...page.map(({ seq }) => seq));
      if (!page.length) return sent.at(-1);
      await session.drained?.();
    }
    return sent.at(-1);`,
  },
  {
    task: '2.7',
    name: 'calls itself for the rest',
    body: `
    const page = this.#store.read(key, since ?? this.#store.cursorBefore(key, count, target), count, target);
    for (const message of page) sendStored(session, key, message);
    const last = page.at(-1)?.seq;
    if (last === undefined) return undefined;
    await session.drained?.();
    if (page.length === count || !this.#isThere(session)) return last;
    return (await this.#send(session, { key, count: count - page.length, target }, last)) ?? last;`,
  },
  { task: '2.7', name: 'sends nothing', body: 'return undefined;', message: 'no message was sent' },
  {
    task: '2.7',
    name: 'always begins at the first',
    body: walk({ start: 'since ?? 0' }),
    message: 'of 5 messages, the last 2 were asked for, and others were sent',
  },
  {
    task: '2.7',
    name: 'begins with the newest',
    body: walk({ each: 'for (const message of page.toReversed()) { sendStored(session, key, message); last = cursor = message.seq; }' }),
    message: 'the newest message was sent first',
  },
  {
    task: '2.7',
    name: 'asks for one message too few',
    body: walk({ goOn: 'left > 1 && this.#isThere(session)', page: 'this.#store.read(key, cursor, left - 1, target)' }),
    message: 'of 5 messages, the last 2 were asked for, and others were sent',
  },
  {
    task: '2.7',
    name: 'ignores since',
    body: walk({ start: 'this.#store.cursorBefore(key, count, target)' }),
    message: 'with since=2, 2 messages were asked for, and others were sent',
  },
  {
    task: '2.7',
    name: 'begins with the cursor itself',
    body: walk({ start: 'since === undefined ? this.#store.cursorBefore(key, count, target) : since - 1' }),
    message: 'the message whose seq is since itself was sent',
  },
  {
    task: '2.7',
    name: 'takes 0 for no cursor',
    body: walk({ start: 'since || this.#store.cursorBefore(key, count, target)' }),
    message: 'since=0 was taken for no since',
  },
  {
    task: '2.7',
    name: 'sends one page',
    body: walk({ wait: 'await session.drained?.(); break;' }),
    message: 'not all that was asked for was sent, each message once',
  },
  {
    task: '2.7',
    name: 'does not count down',
    body: walk({ less: '' }),
    message: 'with since=2, 2 messages were asked for, and others were sent',
  },
  {
    task: '2.7',
    name: 'asks for too much of the last page',
    body: walk({ page: 'this.#store.read(key, cursor, count, target)' }),
    message: 'more messages were sent than asked for',
  },
  {
    task: '2.7',
    name: 'takes a page shorter than asked for for the last',
    body: walk({ less: 'if (page.length < left) return last; left -= page.length;' }),
    message: 'not all that was asked for was sent, each message once',
  },
  {
    task: '2.7',
    name: 'takes a page shorter than 100 for the last',
    body: walk({ less: 'left -= page.length; if (page.length < 100) return last;' }),
    message: 'a page shorter than asked for was taken for the last',
  },
  {
    task: '2.7',
    name: 'does not move the cursor',
    body: walk({ each: 'for (const message of page) { sendStored(session, key, message); last = message.seq; }' }),
    message: 'not all that was asked for was sent, each message once',
  },
  {
    task: '2.7',
    name: 'forgets to wait',
    body: walk({ wait: '' }),
    message: 'the broker never waits for a client to take what it was sent',
  },
  {
    task: '2.7',
    name: 'waits without await',
    body: walk({ wait: 'void session.drained?.();' }),
    message: 'the next page was sent before the client had taken the one before',
  },
  {
    task: '2.7',
    name: 'waits once in the end',
    body: walk({ wait: '' }).replace('return last;', 'await session.drained?.();\n    return last;'),
    message: 'the next page was sent before the client had taken the one before',
  },
  {
    task: '2.7',
    name: 'forgets that the client may have gone',
    body: walk({ goOn: 'left > 0' }),
    message: 'a session that has gone was sent another page',
  },
  {
    task: '2.7',
    name: 'reads a page for a client that has gone',
    body: walk({ goOn: 'left > 0', end: 'if (page.length === 0 || !this.#isThere(session)) break;' }),
    message: 'another page was read for a session that has gone',
  },
  {
    task: '2.7',
    name: 'reads of everybody',
    body: walk({ page: 'this.#store.read(key, cursor, left)' }),
    message: 'messages of another conversation were sent, too',
  },
  {
    task: '2.7',
    name: 'counts back over everybody',
    body: walk({ start: 'since ?? this.#store.cursorBefore(key, count)' }),
    message: 'the last message of a conversation was not found',
  },
  {
    task: '2.7',
    name: 'returns nothing',
    body: walk({ result: 'undefined' }),
    message: '#send did not return the seq of the last message that it sent',
  },
  {
    task: '2.7',
    name: 'returns how many it has sent',
    body: walk({ result: 'count - left' }),
    message: '#send did not return the seq of the last message that it sent',
  },
  { task: '2.7', name: 'returns the cursor', body: walk({ result: 'cursor' }), message: 'no message was sent, and #send returned a seq' },
];
