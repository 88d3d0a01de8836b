// What task 2.2 must do, seen from inside.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { Refusal } from '@workshop/protocol';
import { Turn } from '#turn';
import { setUp } from './turn-set-up.ts';

const AFTER = 'deliver and answer in a loop of its own, after this.#store.transaction has returned';

export const commit: TaskChecks = {
  '2.2': {
    'every message is stored, all of them in one transaction': () => {
      const { turn, log, logged, message } = setUp(Turn);
      turn.steps.store.push(({ body }) => void log.push(`index ${body}`));
      for (const body of ['1', '2']) turn.publish(message(body));
      turn.settle();
      const cause = 'for each message, call each function in this.steps.store with it';
      same(logged('store'), ['store 1', 'store 2'], 'not every message of the turn was stored', cause);
      same(logged('index'), ['index 1', 'index 2'], 'not every function in this.steps.store was called with each message', cause);
      const one = 'call this.#store.transaction once, with a loop in its function: one wait for the disk serves all';
      if (logged('begin').length > 1)
        same(logged('begin', 'commit'), ['begin', 'commit'], 'each message was stored in a transaction of its own', one);
      const within = log.slice(log.indexOf('begin'), log.indexOf('commit'));
      same(within.filter((entry) => /^(?:store|index)/.test(entry)).length, 4, 'a message was stored outside of the transaction', one);
    },
    'nothing is delivered or answered before the commit': () => {
      const { turn, log, message } = setUp(Turn);
      for (const body of ['1', '2']) turn.publish(message(body));
      turn.settle();
      const before = log.slice(0, log.indexOf('commit'));
      const early = (what: RegExp) => before.filter((entry) => what.test(entry));
      same(early(/^(?:announce|deliver)/), [], 'a message was delivered before the commit', AFTER);
      same(early(/^done/), [], 'a publisher was answered before the commit', AFTER);
    },
    'every message is handed on, in the order published': () => {
      const { turn, logged, message } = setUp(Turn);
      for (const body of ['1', '2']) turn.publish(message(body));
      turn.settle();
      same(
        logged('deliver'),
        ['deliver 1', 'deliver 2'],
        'not every message was delivered once, in the order published',
        'call this.#handOn for each of them',
      );
      same(
        logged('announce'),
        ['announce 1', 'announce 2'],
        'not every message was announced',
        'call this.#handOn: it announces and delivers',
      );
    },
    'every publisher is answered with its receipt, after the delivery': () => {
      const { turn, log, outcomes, logged, message } = setUp(Turn);
      const receipt = new Map([['seq', '1']]);
      turn.publish(message('1', { receipt }));
      turn.publish(message('2'));
      turn.settle();
      same(
        logged('done'),
        ['done 1', 'done 2'],
        'not every publisher was answered once, in the order published',
        "call each message's done, once",
      );
      same(outcomes[0]?.[1], receipt, 'a publisher was not answered with its receipt', 'give message.receipt to done');
      same(outcomes[1]?.[1], new Map(), 'a publisher without a receipt was not answered with NO_TAGS', 'message.receipt ?? NO_TAGS');
      const inOrder = ['1', '2'].every((body) => log.indexOf(`deliver ${body}`) < log.indexOf(`done ${body}`));
      same(inOrder, true, 'a publisher was answered before its message was delivered', 'first this.#handOn, then done');
    },
    'a message that nobody asks about needs no done': () => {
      const { turn, logged, message } = setUp(Turn);
      turn.publish({ channel: 'news', body: '1' });
      turn.publish(message('2'));
      turn.settle();
      same(logged('deliver').length, 2, 'a message without a done was not delivered', 'only its answer is left out: message.done?.(…)');
    },
    'a duplicate is answered, and not handed on': () => {
      const { turn, logged, outcomes, message } = setUp(Turn);
      const receipt = new Map([['dup', '1']]);
      turn.steps.store.push((each) => {
        if (each.body === 'again') Object.assign(each, { duplicate: true, receipt });
      });
      for (const body of ['again', '2']) turn.publish(message(body));
      turn.settle();
      same(
        logged('deliver', 'announce').includes('deliver again'),
        false,
        'a duplicate was delivered again',
        'leave out this.#handOn where message.duplicate is set: after the commit it is known',
      );
      same(
        outcomes[0],
        ['again', receipt],
        'a duplicate was not answered',
        'leave out only this.#handOn: its publisher waits for the receipt',
      );
      same(logged('deliver'), ['deliver 2'], 'after a duplicate, the next message was not delivered', 'go on with the next message');
    },
    'when it cannot be stored, nothing is, nobody gets it, and every publisher is refused': () => {
      const { turn, store, logged, outcomes, reported, message } = setUp(Turn);
      turn.steps.store.push(({ body, channel }) => {
        if (body === '2') throw new Error('the disk is full');
        store.append(channel, { id: body, time: 1, body });
      });
      turn.publish({ channel: 'news', body: '0' });
      for (const body of ['1', '2']) turn.publish(message(body));
      try {
        turn.settle();
      } catch (error) {
        throw wrong(
          'settle threw when the turn could not be stored',
          'every publisher is refused',
          String(error),
          'put the transaction into a try, and answer in its catch',
        );
      }
      const none = 'return at the end of the catch: nothing was stored';
      same(
        store.bounds('news').newest,
        0,
        'a turn that failed was stored in part',
        'catch around the transaction, not in it: it takes back its work when its function throws',
      );
      same(logged('deliver'), [], 'the turn could not be stored, and a message was delivered all the same', none);
      same(logged('done'), ['done 1', 'done 2'], 'the turn could not be stored, and not every publisher was answered, once', none);
      const kinds = outcomes.map(([, outcome]) => (outcome instanceof Refusal ? outcome.code : String(outcome)));
      same(
        kinds,
        ['INTERNAL', 'INTERNAL'],
        'the turn could not be stored, and its publishers were not refused',
        'this.#broker.explain(error) makes the refusal that done gets',
      );
      same(reported.length, 1, 'one failure was not reported once', 'explain reports the error: call it once, before the loop');
    },
  },
};
