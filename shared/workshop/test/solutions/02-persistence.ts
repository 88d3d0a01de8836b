import type { Solution } from './solution.ts';

const CHECKS = 'for (const check of this.steps.check) check(message);';
const STAMPS = 'for (const stamp of this.steps.stamp) stamp(message);';
const END = 'this.#later(() => this.#broker.guard(() => this.settle()))';

const gathering: readonly Solution[] = [
  {
    task: '2.1',
    name: 'goes through both lists by forEach, and looks first whether the turn is empty',
    body: `
    [...this.steps.check, ...this.steps.stamp].forEach((step) => step(message));
    if (this.#messages.length === 0) ${END};
    this.#messages = [...this.#messages, message];`,
  },
  {
    task: '2.1',
    name: 'calls the first check only',
    body: `
    this.steps.check[0]?.(message);
    ${STAMPS}
    if (this.#messages.push(message) === 1) ${END};`,
    message: 'not every check was called with the message',
  },
  {
    task: '2.1',
    name: 'forgets the stamps',
    body: `
    ${CHECKS}
    if (this.#messages.push(message) === 1) ${END};`,
    message: 'not every stamp was called with the message',
  },
  {
    task: '2.1',
    name: 'stamps first',
    body: `
    ${STAMPS}
    ${CHECKS}
    if (this.#messages.push(message) === 1) ${END};`,
    message: 'a stamp was called before every check had said yes',
  },
  {
    task: '2.1',
    name: 'stamps a copy',
    body: `
    const copy = { ...message };
    for (const check of this.steps.check) check(copy);
    for (const stamp of this.steps.stamp) stamp(copy);
    if (this.#messages.push(copy) === 1) ${END};`,
    message: 'a step did not get the message itself',
  },
  {
    task: '2.1',
    name: 'takes every step at once',
    body: `
    for (const steps of Object.values(this.steps)) for (const step of steps) step(message);
    if (this.#messages.push(message) === 1) ${END};`,
    message: 'publish did more than gather the message',
  },
  {
    task: '2.1',
    name: 'catches what a check throws',
    body: `
    try {
      ${CHECKS}
    } catch {
      return;
    }
    ${STAMPS}
    if (this.#messages.push(message) === 1) ${END};`,
    message: 'what a check threw did not leave publish',
  },
  {
    task: '2.1',
    name: 'pushes first, and asks for the end of the turn last',
    body: `
    const length = this.#messages.push(message);
    ${CHECKS}
    ${STAMPS}
    if (length === 1) ${END};`,
    message: 'a message that a check refused is in the turn all the same',
  },
  {
    task: '2.1',
    name: 'pushes first of all',
    body: `
    if (this.#messages.push(message) === 1) ${END};
    ${CHECKS}
    ${STAMPS}`,
    message: 'a message that a check refused asked for the end of the turn',
  },
  {
    task: '2.1',
    name: 'asks for no end',
    body: `
    ${CHECKS}
    ${STAMPS}
    this.#messages.push(message);`,
    message: 'the first message has not asked for the end of the turn',
  },
  {
    task: '2.1',
    name: 'ends the turn at once',
    body: `
    ${CHECKS}
    ${STAMPS}
    if (this.#messages.push(message) === 1) this.#later(this.settle() as never);`,
    message: 'publish has ended the turn at once',
  },
  {
    task: '2.1',
    name: 'asks for the end with every message',
    body: `
    ${CHECKS}
    ${STAMPS}
    this.#messages.push(message);
    ${END};`,
    message: 'the second message has asked for the end of the turn, too',
  },
  {
    task: '2.1',
    name: 'takes the method off its object',
    body: `
    ${CHECKS}
    ${STAMPS}
    if (this.#messages.push(message) === 1) this.#later(this.settle);`,
    message: 'what this.#later was given throws',
  },
  {
    task: '2.1',
    name: 'asks once for all turns',
    body: `
    ${CHECKS}
    ${STAMPS}
    this.#messages.push(message);
    if (!this.#asked) ${END};
    this.#asked = true;`,
    also: [['  #messages: Message[] = [];', '  #messages: Message[] = [];\n  #asked = false;']],
    message: 'nobody asked for the end of the second turn',
  },
  {
    task: '2.1',
    name: 'forgets guard',
    body: `
    ${CHECKS}
    ${STAMPS}
    if (this.#messages.push(message) === 1) this.#later(() => this.settle());`,
    message: 'what settle throws at the end of a turn is caught by nobody',
  },
  {
    task: '2.1',
    name: 'forgets to push',
    body: `
    ${CHECKS}
    ${STAMPS}
    if (!this.#asked) this.#later(() => this.#broker.guard(() => { this.#asked = false; this.settle(); }));
    this.#asked = true;`,
    also: [['  #messages: Message[] = [];', '  #messages: Message[] = [];\n  #asked = false;']],
    message: 'what was published is not in the turn',
  },
  {
    task: '2.1',
    name: 'puts the newest first',
    body: `
    ${CHECKS}
    ${STAMPS}
    if (this.#messages.unshift(message) === 1) ${END};`,
    message: 'the turn does not have each message once, in the order published',
  },
];

const STORE_ALL = 'for (const message of messages) for (const store of this.steps.store) store(message);';
const REFUSE_ALL = `
      const refusal = this.#broker.explain(error);
      for (const { done } of messages) done?.(refusal);`;
const TRANSACTION = `
    try {
      this.#store.transaction(() => {
        ${STORE_ALL}
      });
    } catch (error) {${REFUSE_ALL}
      return;
    }`;

const committing: readonly Solution[] = [
  {
    task: '2.2',
    name: 'takes one step after the other, and remembers the refusal',
    body: `
    let refusal: Refusal | undefined;
    try {
      this.#store.transaction(() => this.steps.store.forEach((store) => messages.forEach((message) => store(message))));
    } catch (error) {
      refusal = this.#broker.explain(error);
    }
    messages.forEach((message) => {
      if (!refusal && message.duplicate !== true) this.#handOn(message);
      if (message.done) message.done(refusal ?? message.receipt ?? NO_TAGS);
    });`,
  },
  {
    task: '2.2',
    name: 'delivers all, and answers all then',
    body: `${TRANSACTION}
    for (const message of messages.filter(({ duplicate }) => !duplicate)) this.#handOn(message);
    for (const { done, receipt = NO_TAGS } of messages) done?.(receipt);`,
  },
  {
    task: '2.2',
    name: 'calls the first store step only',
    body: `
    this.#store.transaction(() => {
      for (const message of messages) this.steps.store[0]?.(message);
    });
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'not every function in this.steps.store was called with each message',
  },
  {
    task: '2.2',
    name: 'stores the first message only',
    body: `
    const [message] = messages;
    if (!message) return;
    this.#store.transaction(() => this.steps.store.forEach((store) => store(message)));
    this.#handOn(message);
    message.done?.(message.receipt ?? NO_TAGS);`,
    message: 'not every message of the turn was stored',
  },
  {
    task: '2.2',
    name: 'makes a transaction for each message',
    body: `
    for (const message of messages) {
      try {
        this.#store.transaction(() => this.steps.store.forEach((store) => store(message)));
      } catch (error) {
        message.done?.(this.#broker.explain(error));
        continue;
      }
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'each message was stored in a transaction of its own',
  },
  {
    task: '2.2',
    name: 'needs no transaction',
    body: `
    ${STORE_ALL}
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'a message was stored outside of the transaction',
  },
  {
    task: '2.2',
    name: 'delivers within the transaction',
    body: `
    this.#store.transaction(() => {
      for (const message of messages) {
        for (const store of this.steps.store) store(message);
        if (!message.duplicate) this.#handOn(message);
      }
    });
    for (const message of messages) message.done?.(message.receipt ?? NO_TAGS);`,
    message: 'a message was delivered before the commit',
  },
  {
    task: '2.2',
    name: 'answers within the transaction',
    body: `
    this.#store.transaction(() => {
      for (const message of messages) {
        for (const store of this.steps.store) store(message);
        message.done?.(message.receipt ?? NO_TAGS);
      }
    });
    for (const message of messages) if (!message.duplicate) this.#handOn(message);`,
    message: 'a publisher was answered before the commit',
  },
  {
    task: '2.2',
    name: 'delivers nothing',
    body: `${TRANSACTION}
    for (const message of messages) message.done?.(message.receipt ?? NO_TAGS);`,
    message: 'not every message was delivered once, in the order published',
  },
  {
    task: '2.2',
    name: 'delivers without #handOn, and announces nothing',
    body: `${TRANSACTION}
    for (const message of messages) {
      if (!message.duplicate) for (const deliver of this.steps.deliver) deliver(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'not every message was announced',
  },
  {
    task: '2.2',
    name: 'answers nobody',
    body: `${TRANSACTION}
    for (const message of messages) if (!message.duplicate) this.#handOn(message);`,
    message: 'not every publisher was answered once, in the order published',
  },
  {
    task: '2.2',
    name: 'answers without the receipt',
    body: `${TRANSACTION}
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(NO_TAGS);
    }`,
    message: 'a publisher was not answered with its receipt',
  },
  {
    task: '2.2',
    name: 'takes the receipt for granted',
    body: `${TRANSACTION}
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt!);
    }`,
    message: 'a publisher without a receipt was not answered with NO_TAGS',
  },
  {
    task: '2.2',
    name: 'answers first',
    body: `${TRANSACTION}
    for (const message of messages) {
      message.done?.(message.receipt ?? NO_TAGS);
      if (!message.duplicate) this.#handOn(message);
    }`,
    message: 'a publisher was answered before its message was delivered',
  },
  {
    task: '2.2',
    name: 'takes done for granted',
    body: `${TRANSACTION}
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done!(message.receipt ?? NO_TAGS);
    }`,
    message: 'it threw TypeError: message.done is not a function',
  },
  {
    task: '2.2',
    name: 'delivers duplicates',
    body: `${TRANSACTION}
    for (const message of messages) {
      this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'a duplicate was delivered again',
  },
  {
    task: '2.2',
    name: 'leaves duplicates out',
    body: `${TRANSACTION}
    for (const message of messages) {
      if (message.duplicate) continue;
      this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'a duplicate was not answered',
  },
  {
    task: '2.2',
    name: 'catches nothing',
    body: `
    this.#store.transaction(() => {
      ${STORE_ALL}
    });
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'settle threw when the turn could not be stored',
  },
  {
    task: '2.2',
    name: 'catches within the transaction',
    body: `
    let refusal: Refusal | undefined;
    this.#store.transaction(() => {
      try {
        ${STORE_ALL}
      } catch (error) {
        refusal = this.#broker.explain(error);
      }
    });
    for (const message of messages) {
      if (!refusal && !message.duplicate) this.#handOn(message);
      message.done?.(refusal ?? message.receipt ?? NO_TAGS);
    }`,
    message: 'a turn that failed was stored in part',
  },
  {
    task: '2.2',
    name: 'does not return from the catch',
    body: `
    try {
      this.#store.transaction(() => {
        ${STORE_ALL}
      });
    } catch (error) {${REFUSE_ALL}
    }
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'the turn could not be stored, and a message was delivered all the same',
  },
  {
    task: '2.2',
    name: 'tells nobody of the failure',
    body: `
    try {
      this.#store.transaction(() => {
        ${STORE_ALL}
      });
    } catch (error) {
      this.#broker.explain(error);
      return;
    }
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'the turn could not be stored, and not every publisher was answered, once',
  },
  {
    task: '2.2',
    name: 'answers with the error as it is',
    body: `
    try {
      this.#store.transaction(() => {
        ${STORE_ALL}
      });
    } catch (error) {
      for (const { done } of messages) done?.(error as Refusal);
      return;
    }
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'the turn could not be stored, and its publishers were not refused',
  },
  {
    task: '2.2',
    name: 'explains the error to each',
    body: `
    try {
      this.#store.transaction(() => {
        ${STORE_ALL}
      });
    } catch (error) {
      for (const { done } of messages) done?.(this.#broker.explain(error));
      return;
    }
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'one failure was not reported once',
  },
];

const STAMPED = 'const stamped = { from: message.from, id, time: message.time ?? Date.now(), body: message.body };';
const APPEND = 'const seq = journal.append(message.channel, stamped);';
const TAGS = 'message.tags = tagsOf({ ...stamped, seq });';
const RECEIPT = 'message.receipt = receiptOf({ seq, id });';

const keeping: readonly Solution[] = [
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
  { task: '2.3', name: 'stores nothing', body: 'const seq = 1; message.receipt = receiptOf({ seq, id });', message: 'the message is not in the log of its channel' },
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
    message: 'the message is not stored with the time that it is now, in ms since 1970',
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
];

const FIND = 'const seq = store.find(message.channel, { from: message.from, id });';
const DUP = "message.receipt = new Map([...receiptOf({ seq, id }), ['dup', '1']]);";

const repeating: readonly Solution[] = [
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

const TAKE_UP = 'for (const message of waiting) this.receive(session, message);';

const queueing: readonly Solution[] = [
  {
    task: '2.5',
    name: 'takes them by forEach, and reads on in any case',
    body: `
    session.resume();
    waiting.forEach((message) => this.receive(session, message));`,
  },
  {
    task: '2.5',
    name: 'takes them off a copy, one by one',
    body: `
    const rest = [...waiting];
    if (!(rest.length < MAX_WAITING)) session.resume();
    for (let message = rest.shift(); message !== undefined; message = rest.shift()) this.receive(session, message);`,
  },
  { task: '2.5', name: 'does nothing', body: '', message: 'not all that waited behind the command was done' },
  {
    task: '2.5',
    name: 'takes up the first one only',
    body: `
    if (waiting.length >= MAX_WAITING) session.resume();
    const [message] = waiting;
    if (message !== undefined) this.receive(session, message);`,
    message: 'not all that waited behind the command was done',
  },
  {
    task: '2.5',
    name: 'begins with the last',
    body: `
    if (waiting.length >= MAX_WAITING) session.resume();
    for (const message of waiting.toReversed()) this.receive(session, message);`,
    message: 'what waited behind the command was done in another order than sent',
  },
  {
    task: '2.5',
    name: 'takes the way of stage 01',
    body: `
    if (waiting.length >= MAX_WAITING) session.resume();
    for (const message of waiting) this.#broker.receive(session, message);`,
    message: 'what waited is not answered as usual',
  },
  { task: '2.5', name: 'forgets to read on', body: TAKE_UP, message: 'the client was paused at the limit, and is not read again' },
  {
    task: '2.5',
    name: 'reads on only above the limit',
    body: `
    if (waiting.length > MAX_WAITING) session.resume();
    ${TAKE_UP}`,
    message: 'the client was paused at the limit, and is not read again',
  },
  {
    task: '2.5',
    name: 'reads on only at the very limit',
    body: `
    if (waiting.length === MAX_WAITING) session.resume();
    ${TAKE_UP}`,
    message: 'the client was paused, more came, and it is not read again',
  },
  {
    task: '2.5',
    name: 'reads on below the limit',
    body: `
    if (waiting.length < MAX_WAITING) session.resume();
    ${TAKE_UP}`,
    message: 'the client was paused at the limit, and is not read again',
  },
  {
    task: '2.5',
    name: 'reads on when all is taken up',
    body: `
    ${TAKE_UP}
    if (waiting.length >= MAX_WAITING) session.resume();`,
    message: 'the list was full again, and the client is read all the same',
  },
];

export const solutions: readonly Solution[] = [...gathering, ...committing, ...keeping, ...repeating, ...queueing];
