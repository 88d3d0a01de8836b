// Other people's solutions of task 2.8.

import type { Solution } from '../solution.ts';

const SENT = 'const last = (await this.#send(session, part, since)) ?? since ?? 0;';
const LAST = "const tags = new Map([['last', String(last)]]);";
const MORE = "if (this.#store.read(part.key, last, 1, part.target).length > 0) tags.set('more', '1');";

export const solutions: readonly Solution[] = [
  {
    task: '2.8',
    name: 'decides by a condition what goes into the map',
    body: `
    const sent = await this.#send(session, part, since);
    const last = sent === undefined ? (since === undefined ? 0 : since) : sent;
    const isMore = this.#isThere(session) && this.#store.read(part.key, last, 1, part.target).at(0) !== undefined;
    return new Map([['last', String(last)], ...(isMore ? ([['more', '1']] as const) : [])]);`,
  },
  {
    task: '2.8',
    name: 'looks at the bounds where it may',
    body: `
    const tags = new Map<string, string>();
    let last = await this.#send(session, part, since);
    last ??= since ?? 0;
    tags.set('last', \`\${last}\`);
    if (this.#broker.sessions.has(session) && (part.target ? this.#store.read(part.key, last, 1, part.target)[0] : this.#store.bounds(part.key).newest > last))
      tags.set('more', '1');
    return tags;`,
  },
  {
    task: '2.8',
    name: 'forgets await',
    body: `
    const last = this.#send(session, part, since) ?? since ?? 0;
    return new Map([['last', String(last)]]);`,
    message: 'last is not the seq of the last message sent',
  },
  {
    task: '2.8',
    name: 'prefers since',
    body: `
    const last = since ?? (await this.#send(session, part, since)) ?? 0;
    ${LAST}
    if (!this.#isThere(session)) return tags;
    ${MORE}
    return tags;`,
    message: 'with since, last is not the seq of the last message sent',
  },
  {
    task: '2.8',
    name: 'leaves last out where none was sent',
    body: `
    const last = await this.#send(session, part, since);
    const tags = new Map(last === undefined ? [] : [['last', String(last)]]);
    if (this.#isThere(session) && this.#store.read(part.key, last ?? 0, 1, part.target).length > 0) tags.set('more', '1');
    return tags;`,
    message: 'none was sent, and last is not the cursor that the client gave',
  },
  {
    task: '2.8',
    name: 'says 0 where none was sent',
    body: `
    const last = (await this.#send(session, part, since)) ?? 0;
    ${LAST}
    if (!this.#isThere(session)) return tags;
    ${MORE}
    return tags;`,
    message: 'none was sent, and last is not the cursor that the client gave',
  },
  {
    task: '2.8',
    name: 'knows no 0',
    body: `
    const last = (await this.#send(session, part, since)) ?? since;
    ${LAST}
    if (!this.#isThere(session)) return tags;
    if (this.#store.read(part.key, last ?? 0, 1, part.target).length > 0) tags.set('more', '1');
    return tags;`,
    message: 'none was sent, and last is not 0',
  },
  {
    task: '2.8',
    name: 'never says more',
    body: `
    ${SENT}
    return new Map([['last', String(last)]]);`,
    message: 'there is more, and the answer does not say more=1',
  },
  {
    task: '2.8',
    name: 'says more=0',
    body: `
    ${SENT}
    const isMore = this.#isThere(session) && this.#store.read(part.key, last, 1, part.target).length > 0;
    return new Map([['last', String(last)], ['more', isMore ? '1' : '0']]);`,
    message: 'all was sent, and the answer has more',
  },
  {
    task: '2.8',
    name: 'takes a full page for a sign of more',
    body: `
    ${SENT}
    ${LAST}
    if (since !== undefined && last - since === part.count) tags.set('more', '1');
    return tags;`,
    message: 'a full page was the last one, and the answer has more',
  },
  {
    task: '2.8',
    name: 'looks after since',
    body: `
    ${SENT}
    ${LAST}
    if (!this.#isThere(session)) return tags;
    if (this.#store.read(part.key, since ?? last, 1, part.target).length > 0) tags.set('more', '1');
    return tags;`,
    message: 'a full page was the last one, and the answer has more',
  },
  {
    task: '2.8',
    name: 'looks at the messages of everybody',
    body: `
    ${SENT}
    ${LAST}
    if (!this.#isThere(session)) return tags;
    if (this.#store.read(part.key, last, 1).length > 0) tags.set('more', '1');
    return tags;`,
    message: 'more=1 counts messages of another conversation',
  },
  {
    task: '2.8',
    name: 'asks for a client that has gone',
    body: `
    ${SENT}
    ${LAST}
    ${MORE}
    return tags;`,
    message: 'the store was asked for a session that has gone',
  },
  {
    task: '2.8',
    name: 'returns an object',
    body: `
    ${SENT}
    return { last: String(last) } as never;`,
    message: 'answer does not return a Map of tags',
  },
];
