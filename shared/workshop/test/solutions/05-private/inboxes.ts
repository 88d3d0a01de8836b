import type { Solution } from '../solution.ts';

const STAMPED = `
    const { channel, body, time = Date.now() } = message;
    const stamped = { id, from, time, body };`;
const COPY = `message.copies.set(inbox, new TaggedPacket({ verb: 'MSG', target, body, tags: tagsOf({ ...stamped, seq }) }));`;
const RECEIPT = 'if (inbox === `@${from}`) message.receipt = receiptOf({ seq, id });';
const APPEND = 'const seq = this.#journal.append(inbox, { ...stamped, target });';
const LOOP = 'for (const [inbox, target] of partiesOf(from, channel))';

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
    name: 'takes the first seq for the receipt',
    body: `
    const stamped = { id, from, body: message.body, time: message.time ?? Date.now() };
    const copies = new Map<string, TaggedPacket>();
    partiesOf(from, message.channel).forEach((target, inbox) => {
      const seq = this.#journal.append(inbox, { target, ...stamped });
      message.receipt ??= receiptOf({ id, seq });
      copies.set(inbox, new TaggedPacket({ verb: 'MSG', target, body: message.body, tags: tagsOf({ seq, ...stamped }) }));
    });
    message.copies = copies;`,
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
];
