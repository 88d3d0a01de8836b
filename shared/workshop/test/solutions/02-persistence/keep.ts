// Other people's solutions of task 2.3.

import type { Solution } from '../solution.ts';

const STAMPED = 'const stamped = { from: message.from, id, time: message.time ?? Date.now(), body: message.body };';
const APPEND = 'const seq = journal.append(message.channel, stamped);';
const TAGS = 'message.tags = tagsOf({ ...stamped, seq });';
const RECEIPT = 'message.receipt = receiptOf({ seq, id });';

export const solutions: readonly Solution[] = [
  {
    task: '2.3',
    name: 'makes both maps by itself',
    body: `
    const { from, body, channel } = message;
    const time = message.time === undefined ? new Date().getTime() : message.time;
    const seq = String(journal.append(channel, { from, body, id, time }));
    message.receipt = new Map([['seq', seq], ['id', id]]);
    message.tags = new Map([...message.receipt, ['time', String(time)], ...(from ? ([['from', from]] as const) : [])]);`,
  },
  {
    task: '2.3',
    name: 'leaves an absent from out',
    body: `
    message.time ??= Date.now();
    const stamped = { id, time: message.time, body: message.body, ...(message.from !== undefined && { from: message.from }) };
    ${APPEND}
    ${TAGS}
    ${RECEIPT}`,
  },
  {
    task: '2.3',
    name: 'stores nothing',
    body: 'const seq = 1; message.receipt = receiptOf({ seq, id });',
    message: 'the message is not in the log of its channel',
  },
  {
    task: '2.3',
    name: 'appends once for the tags and once for the receipt',
    body: `
    ${STAMPED}
    message.tags = tagsOf({ ...stamped, seq: journal.append(message.channel, stamped) });
    message.receipt = receiptOf({ seq: journal.append(message.channel, stamped), id });`,
    message: 'the message is in the log twice',
  },
  {
    task: '2.3',
    name: 'goes past the journal',
    body: `
    ${STAMPED}
    const seq = store.append(message.channel, stamped);
    ${TAGS}
    ${RECEIPT}`,
    message: 'the message was stored past the journal',
  },
  {
    task: '2.3',
    name: 'forgets from',
    body: `
    const stamped = { id, time: message.time ?? Date.now(), body: message.body };
    ${APPEND}
    ${TAGS}
    ${RECEIPT}`,
    message: 'the message is stored without its from',
  },
  {
    task: '2.3',
    name: 'takes the id of the message',
    body: `
    const stamped = { from: message.from, id: message.id!, time: message.time ?? Date.now(), body: message.body };
    ${APPEND}
    ${TAGS}
    ${RECEIPT}`,
    message: 'a message whose publisher gave no id is stored without one',
  },
  {
    task: '2.3',
    name: 'takes the time in seconds',
    body: `
    const stamped = { from: message.from, id, time: message.time ?? Math.floor(Date.now() / 1000), body: message.body };
    ${APPEND}
    ${TAGS}
    ${RECEIPT}`,
    message: 'the message is not stored with the present time, in ms since 1970',
  },
  {
    task: '2.3',
    name: 'always takes the time that it is now',
    body: `
    const stamped = { from: message.from, id, time: Date.now(), body: message.body };
    ${APPEND}
    ${TAGS}
    ${RECEIPT}`,
    message: 'a message that has a time is stored with another',
  },
  {
    task: '2.3',
    name: 'forgets the tags',
    body: `
    ${STAMPED}
    ${APPEND}
    ${RECEIPT}`,
    message: 'message.tags are not the tags of the stored message',
  },
  {
    task: '2.3',
    name: 'counts in a variable',
    body: `
    ${STAMPED}
    journal.append(message.channel, stamped);
    const seq = 1;
    ${TAGS}
    ${RECEIPT}`,
    message: 'message.tags are not the tags of the stored message',
  },
  {
    task: '2.3',
    name: 'reads the clock twice',
    body: `
    const { from, body, time } = message;
    const seq = journal.append(message.channel, { from, id, body, time: time ?? Date.now() });
    message.tags = tagsOf({ from, id, seq, time: time ?? Date.now() });
    ${RECEIPT}`,
    message: 'the time in message.tags is not the one in the log',
  },
  {
    task: '2.3',
    name: 'answers with the tags of the MSG',
    body: `
    ${STAMPED}
    ${APPEND}
    message.tags = message.receipt = tagsOf({ ...stamped, seq });`,
    message: 'message.receipt is not the seq and the id of the stored message',
  },
  {
    task: '2.3',
    name: 'forgets the receipt',
    body: `
    ${STAMPED}
    ${APPEND}
    ${TAGS}`,
    message: 'message.receipt is not the seq and the id of the stored message',
  },
  {
    task: '2.3',
    name: 'has one log for all channels',
    body: `${STAMPED} ${APPEND.replace('message.channel', "'news'")} ${TAGS} ${RECEIPT}`,
    message: 'a message is not in the log of its own channel',
  },
];
