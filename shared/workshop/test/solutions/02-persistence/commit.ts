// Other people's solutions of task 2.2.

import type { Solution } from '../solution.ts';

const STORE_ALL = 'for (const message of messages) for (const store of this.steps.store) store(message);';
const TRY = `try {
      this.#store.transaction(() => {
        ${STORE_ALL}
      });
    }`;
const HAND_ON = `for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`;
const REFUSE_ALL = `
      const refusal = this.#broker.explain(error);
      for (const { done } of messages) done?.(refusal);`;
const TRANSACTION = `
    ${TRY} catch (error) {${REFUSE_ALL}
      return;
    }`;

/** What it does with each message that is stored. */
const withEach = (lines: string) => `${TRANSACTION}\n    for (const message of messages) { ${lines} }`;

export const solutions: readonly Solution[] = [
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
    ${HAND_ON}`,
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
    ${HAND_ON}`,
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
    body: withEach(
      'if (!message.duplicate) for (const deliver of this.steps.deliver) deliver(message); message.done?.(message.receipt ?? NO_TAGS);',
    ),
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
    body: withEach('if (!message.duplicate) this.#handOn(message); message.done?.(NO_TAGS);'),
    message: 'a publisher was not answered with its receipt',
  },
  {
    task: '2.2',
    name: 'takes the receipt for granted',
    body: withEach('if (!message.duplicate) this.#handOn(message); message.done?.(message.receipt!);'),
    message: 'a publisher without a receipt was not answered with NO_TAGS',
  },
  {
    task: '2.2',
    name: 'answers first',
    body: withEach('message.done?.(message.receipt ?? NO_TAGS); if (!message.duplicate) this.#handOn(message);'),
    message: 'a publisher was answered before its message was delivered',
  },
  {
    task: '2.2',
    name: 'takes done for granted',
    body: withEach('if (!message.duplicate) this.#handOn(message); message.done!(message.receipt ?? NO_TAGS);'),
    message: 'it threw TypeError: message.done is not a function',
  },
  {
    task: '2.2',
    name: 'delivers duplicates',
    body: withEach('this.#handOn(message); message.done?.(message.receipt ?? NO_TAGS);'),
    message: 'a duplicate was delivered again',
  },
  {
    task: '2.2',
    name: 'leaves duplicates out',
    body: withEach('if (message.duplicate) continue; this.#handOn(message); message.done?.(message.receipt ?? NO_TAGS);'),
    message: 'a duplicate was not answered',
  },
  {
    task: '2.2',
    name: 'catches nothing',
    body: `
    this.#store.transaction(() => {
      ${STORE_ALL}
    });
    ${HAND_ON}`,
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
    ${TRY} catch (error) {${REFUSE_ALL}
    }
    ${HAND_ON}`,
    message: 'the turn could not be stored, and a message was delivered all the same',
  },
  {
    task: '2.2',
    name: 'tells nobody of the failure',
    body: `
    ${TRY} catch (error) {
      this.#broker.explain(error);
      return;
    }
    ${HAND_ON}`,
    message: 'the turn could not be stored, and not every publisher was answered, once',
  },
  {
    task: '2.2',
    name: 'answers with the error as it is',
    body: `
    ${TRY} catch (error) {
      for (const { done } of messages) done?.(error as Refusal);
      return;
    }
    ${HAND_ON}`,
    message: 'the turn could not be stored, and its publishers were not refused',
  },
  {
    task: '2.2',
    name: 'explains the error to each',
    body: `
    ${TRY} catch (error) {
      for (const { done } of messages) done?.(this.#broker.explain(error));
      return;
    }
    ${HAND_ON}`,
    message: 'one failure was not reported once',
  },
];
