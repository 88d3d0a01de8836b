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

export const solutions: readonly Solution[] = [...gathering, ...committing];
