import type { Solution } from '../solution.ts';

const FOUND = `message.duplicate = true; message.receipt = new Map([...receiptOf({ seq, id }), ['dup', '1']]); return true;`;
const PARTIES = 'for (const [inbox, target] of partiesOf(from, message.channel))';

export const repeats: readonly Solution[] = [
  {
    task: '5.5',
    name: 'looks into all of them, and takes the first',
    body: `
    const seqs = [...partiesOf(from, message.channel)].map(([inbox, target]) => this.#store.find(inbox, { target, from, id }));
    const seq = seqs.find((found) => found !== undefined);
    if (seq === undefined) return false;
    message.receipt = new Map([['dup', '1'], ...receiptOf({ id, seq })]);
    message.duplicate = true;
    return true;`,
  },
  {
    task: '5.5',
    name: 'has the good case inside',
    body: `
    for (const [inbox, target] of partiesOf(from, message.channel)) {
      const seq = this.#store.find(inbox, { id, from, target });
      if (seq !== undefined) {
        message.receipt = new Map(receiptOf({ seq, id })).set('dup', '1');
        return (message.duplicate = true);
      }
    }
    return false;`,
  },
  {
    task: '5.5',
    name: 'says no in any case',
    body: 'return false;',
    message: 'a repeat was stored again',
  },
  {
    task: '5.5',
    name: 'forgets the target',
    body: `for (const [inbox] of partiesOf(from, message.channel)) { const seq = this.#store.find(inbox, { id, from }); if (seq === undefined) continue; ${FOUND} } return false;`,
    message: 'a repeat was stored again',
  },
  {
    task: '5.5',
    name: 'marks it, and returns false',
    body: `${PARTIES} { const seq = this.#store.find(inbox, { id, from, target }); if (seq === undefined) continue; ${FOUND.replace('return true', 'return false')} } return false;`,
    message: 'a repeat was stored again',
  },
  {
    task: '5.5',
    name: 'does not mark it',
    body: `${PARTIES} { const seq = this.#store.find(inbox, { id, from, target }); if (seq === undefined) continue; ${FOUND.replace('message.duplicate = true;', '')} } return false;`,
    message: 'a repeat was not marked as a duplicate, so it would be delivered again',
  },
  {
    task: '5.5',
    name: 'has no dup in the receipt',
    body: `${PARTIES} { const seq = this.#store.find(inbox, { id, from, target }); if (seq === undefined) continue; message.duplicate = true; message.receipt = receiptOf({ seq, id }); return true; } return false;`,
    message: "the receipt of a repeat does not have the seq from the sender's inbox, the id and dup=1",
  },
  {
    task: '5.5',
    name: 'forgets the receipt',
    body: `${PARTIES} if (this.#store.find(inbox, { id, from, target }) !== undefined) { message.duplicate = true; return true; } return false;`,
    message: "the receipt of a repeat does not have the seq from the sender's inbox, the id and dup=1",
  },
  {
    task: '5.5',
    name: 'takes the last seq that it finds',
    body: `let found = false; ${PARTIES} { const seq = this.#store.find(inbox, { id, from, target }); if (seq === undefined) continue; ${FOUND.replace('return true', 'found = true')} } return found;`,
    message: "the receipt of a repeat does not have the seq from the sender's inbox, the id and dup=1",
  },
  {
    task: '5.5',
    name: 'marks a new message too',
    body: `${PARTIES} { const seq = this.#store.find(inbox, { id, from, target }); message.duplicate = true; if (seq === undefined) continue; ${FOUND} } return false;`,
    message: 'a message with a new id was taken for a repeat',
  },
  {
    task: '5.5',
    name: 'asks for whatever target it may be',
    body: `${PARTIES} { const seq = this.#store.read(inbox, 0, 1000).find((each) => each.id === id && each.from === from)?.seq; void target; if (seq === undefined) continue; ${FOUND} } return false;`,
    message: 'the same id in a message to another user was taken for a repeat',
  },
  {
    task: '5.5',
    name: 'asks for whatever author it may be',
    body: `${PARTIES} { const seq = this.#store.read(inbox, 0, 1000).find((each) => each.id === id && each.target === target)?.seq; if (seq === undefined) continue; ${FOUND} } return false;`,
    message: "the same id in the other user's message was taken for a repeat",
  },
  {
    task: '5.5',
    name: "looks into the sender's inbox alone",
    body: `const inbox = \`@\${from}\`; const target = message.channel; const seq = this.#store.find(inbox, { id, from, target }); if (seq === undefined) return false; ${FOUND}`,
    message: 'a repeat was not recognised when only one inbox still had the message',
  },
  {
    task: '5.5',
    name: 'stops at the first inbox that has not got it',
    body: `${PARTIES} { const seq = this.#store.find(inbox, { id, from, target }); if (seq === undefined) return false; ${FOUND} } return false;`,
    message: 'a repeat was not recognised when only one inbox still had the message',
  },
];
