import type { Solution } from '../solution.ts';

const STAMPED = `
    const { channel, body, time = Date.now() } = message;
    const stamped = { id, from, time, body };`;
const COPY = `message.copies.set(inbox, new TaggedPacket({ verb: 'MSG', target, body, tags: tagsOf({ ...stamped, seq }) }));`;
const RECEIPT = 'if (inbox === `@${from}`) message.receipt = receiptOf({ seq, id });';
const APPEND = 'const seq = this.#journal.append(inbox, { ...stamped, target });';
const LOOP = 'for (const [inbox, target] of partiesOf(from, channel))';
const FOUND = `message.duplicate = true; message.receipt = new Map([...receiptOf({ seq, id }), ['dup', '1']]); return true;`;
const PARTIES = 'for (const [inbox, target] of partiesOf(from, message.channel))';

export const inboxes: readonly Solution[] = [
  {
    task: '5.3',
    name: 'stores first, then makes the packets and the receipt',
    body: `
    const time = message.time ?? Date.now();
    const { body } = message;
    const own = '@' + from;
    const seqs = new Map<string, number>();
    const parties = partiesOf(from, message.channel);
    parties.forEach((target, inbox) => seqs.set(inbox, this.#journal.append(inbox, { body, from, id, target, time })));
    const copies = [...parties].map(([inbox, target]): [string, TaggedPacket] => {
      const tags = tagsOf({ id, from, time, seq: seqs.get(inbox) ?? 0 });
      return [inbox, new TaggedPacket({ verb: 'MSG', target, body, tags })];
    });
    message.copies = new Map(copies);
    message.receipt = receiptOf({ id, seq: seqs.get(own) ?? 0 });`,
  },
  {
    task: '5.3',
    name: 'stores it for the sender alone',
    body: `${STAMPED} message.copies = new Map();
    for (const [inbox, target] of [...partiesOf(from, channel)].slice(0, 1)) { ${APPEND} ${COPY} ${RECEIPT} }`,
    message: "the message is not in the receiver's inbox under the sender's name",
  },
  {
    task: '5.3',
    name: 'stores it for the receiver alone',
    body: `${STAMPED} message.copies = new Map();
    for (const [inbox, target] of [...partiesOf(from, channel)].slice(1)) { ${APPEND} ${COPY} message.receipt = receiptOf({ seq, id }); }`,
    message: "the message is not in the sender's inbox under the receiver's name",
  },
  {
    task: '5.3',
    name: 'stores it under the same target in both',
    body: `${STAMPED} message.copies = new Map();
    for (const [inbox] of partiesOf(from, channel)) { const target = channel; ${APPEND} ${COPY} ${RECEIPT} }`,
    message: "the message is not in the receiver's inbox under the sender's name",
  },
  {
    task: '5.3',
    name: 'forgets the target',
    body: `${STAMPED} message.copies = new Map(); ${LOOP} { const seq = this.#journal.append(inbox, stamped); ${COPY} ${RECEIPT} }`,
    message: "the message is not in the receiver's inbox under the sender's name",
  },
  {
    task: '5.3',
    name: 'mixes up inbox and target',
    body: `${STAMPED} message.copies = new Map(); for (const [target, inbox] of partiesOf(from, channel)) { ${APPEND} ${COPY} ${RECEIPT} }`,
    message: 'a message was stored in an inbox that partiesOf does not name',
  },
  {
    task: '5.3',
    name: 'takes the time twice',
    body: `
    const { channel, body } = message;
    message.copies = new Map();
    ${LOOP} { const stamped = { id, from, time: message.time ?? Date.now(), body }; ${APPEND} ${COPY} ${RECEIPT} }`,
    message: 'the message has a different time in each inbox',
  },
  {
    task: '5.3',
    name: 'makes an id for each inbox',
    body: `
    const { channel, body, time = Date.now() } = message;
    message.copies = new Map();
    ${LOOP} { const stamped = { id: makeId(), from, time, body }; ${APPEND} ${COPY} ${RECEIPT} }`,
    message: 'the message has a different id in each inbox',
  },
  {
    task: '5.3',
    name: 'takes the time of now in any case',
    body: `
    const { channel, body } = message;
    const stamped = { id, from, time: Date.now(), body };
    message.copies = new Map();
    ${LOOP} { ${APPEND} ${COPY} ${RECEIPT} }`,
    message: 'the message was not stored with its own time',
  },
  {
    task: '5.3',
    name: 'forgets the copies',
    body: `${STAMPED} ${LOOP} { ${APPEND} ${RECEIPT} }`,
    message: 'message.copies does not have one packet for each inbox',
  },
  {
    task: '5.3',
    name: 'begins the copies anew for each inbox',
    body: `${STAMPED} ${LOOP} { message.copies = new Map(); ${APPEND} ${COPY} ${RECEIPT} }`,
    message: 'message.copies does not have one packet for each inbox',
  },
  {
    task: '5.3',
    name: 'has one packet for both',
    body: `${STAMPED} message.copies = new Map(); let packet: TaggedPacket | undefined;
    ${LOOP} { ${APPEND}
      packet ??= new TaggedPacket({ verb: 'MSG', target, body, tags: tagsOf({ ...stamped, seq }) });
      message.copies.set(inbox, packet); ${RECEIPT} }`,
    message: 'the MSG for an inbox is not what was stored there',
  },
  {
    task: '5.3',
    name: 'forgets the tags',
    body: `${STAMPED} message.copies = new Map();
    ${LOOP} { ${APPEND} message.copies.set(inbox, new TaggedPacket({ verb: 'MSG', target, body })); ${RECEIPT} }`,
    message: 'the MSG for an inbox is not what was stored there',
  },
  {
    task: '5.3',
    name: "tells the sender the seq of the receiver's inbox",
    body: `${STAMPED} message.copies = new Map(); ${LOOP} { ${APPEND} ${COPY} message.receipt = receiptOf({ seq, id }); }`,
    message: "the receipt does not have the id, and the seq from the sender's inbox",
  },
  {
    task: '5.3',
    name: 'forgets the receipt',
    body: `${STAMPED} message.copies = new Map(); ${LOOP} { ${APPEND} ${COPY} }`,
    message: "the receipt does not have the id, and the seq from the sender's inbox",
  },
  {
    task: '5.3',
    name: 'stores a message to oneself twice',
    body: `${STAMPED} message.copies = new Map();
    for (const [inbox, target] of [['@' + from, channel], [channel, '@' + from]] as [string, string][]) { ${APPEND} ${COPY} ${RECEIPT} }`,
    message: 'a message to oneself was not stored exactly once',
  },
  {
    task: '5.3',
    name: 'goes past the journal',
    body: `${STAMPED} message.copies = new Map(); ${LOOP} { ${APPEND.replace('#journal', '#store')} ${COPY} ${RECEIPT} }`,
    message: 'an inbox keeps more messages than it should',
  },

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
