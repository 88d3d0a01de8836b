// Other people's solutions of task 2.4.

import type { Solution } from '../solution.ts';

const FIND = 'const seq = store.find(message.channel, { from: message.from, id });';
const DUP = "message.receipt = new Map([...receiptOf({ seq, id }), ['dup', '1']]);";

export const solutions: readonly Solution[] = [
  {
    task: '2.4',
    name: 'has one way out',
    body: `
    const seq = store.find(message.channel, { ...message, id });
    if (seq) Object.assign(message, { duplicate: true, receipt: new Map([['seq', String(seq)], ['id', id], ['dup', '1']]) });
    return Boolean(seq);`,
  },
  {
    task: '2.4',
    name: 'says false of a new message',
    body: `
    ${FIND}
    message.duplicate = seq !== undefined;
    if (seq !== undefined) {
      const receipt = new Map(receiptOf({ seq, id }));
      receipt.set('dup', '1');
      message.receipt = receipt;
    }
    return message.duplicate;`,
  },
  {
    task: '2.4',
    name: 'remembers the ids in memory',
    body: `
    const known = seen.has(id);
    seen.add(id);
    if (known) message.duplicate = true;
    return known;`,
    also: [['export function publishing(', 'const seen = new Set<string>();\nexport function publishing(']],
    message: 'a message with the id and the publisher of a stored one is not marked as a duplicate',
  },
  {
    task: '2.4',
    name: 'forgets to mark it',
    body: `
    ${FIND}
    if (seq === undefined) return false;
    ${DUP}
    return true;`,
    message: 'a message with the id and the publisher of a stored one is not marked as a duplicate',
  },
  {
    task: '2.4',
    name: 'forgets who published it',
    body: `
    const seq = store.find(message.channel, { id });
    if (seq === undefined) return false;
    message.duplicate = true;
    ${DUP}
    return true;`,
    message: 'a message with the id and the publisher of a stored one is not marked as a duplicate',
  },
  {
    task: '2.4',
    name: 'looks at the id alone',
    body: `
    const seq = store.read(message.channel, 0, 100).find((stored) => stored.id === id)?.seq;
    if (seq === undefined) return false;
    message.duplicate = true;
    ${DUP}
    return true;`,
    message: "another publisher's message with the same id is taken for a repeat",
  },
  {
    task: '2.4',
    name: 'looks in every log',
    body: `
    const seq = store.find(message.channel, { from: message.from, id }) ?? store.find('sport', { from: message.from, id });
    if (seq === undefined) return false;
    message.duplicate = true;
    ${DUP}
    return true;`,
    message: 'a message of another channel with the same id is taken for the first one',
  },
  {
    task: '2.4',
    name: 'returns false in the end',
    body: `
    ${FIND}
    if (seq === undefined) return false;
    message.duplicate = true;
    ${DUP}
    return false;`,
    message: 'a repeat is stored again',
  },
  {
    task: '2.4',
    name: 'forgets dup',
    body: `
    ${FIND}
    if (seq === undefined) return false;
    message.duplicate = true;
    message.receipt = receiptOf({ seq, id });
    return true;`,
    message: 'the receipt of a repeat does not have dup=1',
  },
  {
    task: '2.4',
    name: 'sends dup alone',
    body: `
    ${FIND}
    if (seq === undefined) return false;
    message.duplicate = true;
    message.receipt = new Map([['dup', '1']]);
    return true;`,
    message: 'the receipt of a repeat does not have the seq of the first message',
  },
  {
    task: '2.4',
    name: 'forgets the receipt',
    body: `
    ${FIND}
    if (seq === undefined) return false;
    return (message.duplicate = true);`,
    message: 'a repeat has no receipt',
  },
  {
    task: '2.4',
    name: 'marks every message',
    body: `
    ${FIND}
    message.duplicate = true;
    if (seq === undefined) return false;
    ${DUP}
    return true;`,
    message: 'a new message is marked as a duplicate',
  },
];
