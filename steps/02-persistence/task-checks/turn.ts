// What tasks 2.1 and 2.2 must do: gather the messages of a turn, and store, deliver and answer them.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { Refusal, type Tags } from '@workshop/protocol';
import { type Message, NO_TAGS } from '#turn';
import { setUp } from './set-up.ts';

/** Parts whose steps, transactions and answers are written down. */
function recorded() {
  const log: string[] = [];
  const parts = setUp();
  const { turn, store } = parts;
  for (const [step, works] of Object.entries(turn.steps)) works.push(({ body }) => void log.push(`${step} ${body}`));
  const transaction = store.transaction.bind(store);
  store.transaction = (work) => {
    log.push('begin');
    transaction(work);
    log.push('commit');
  };
  const message = (body: string, more: Partial<Message> = {}): Message => {
    return {
      channel: 'news',
      body,
      done: (outcome) => void log.push(`done ${body}${outcome instanceof Refusal ? ' refused' : ''}`),
      ...more,
    };
  };
  return { ...parts, log, message };
}

/** Publishes messages, and ends their turn. */
function settled(more: Partial<Message> = {}) {
  const parts = recorded();
  for (const body of ['1', '2']) parts.turn.publish(parts.message(body, more));
  parts.log.length = 0;
  parts.turn.settle();
  return parts;
}

const placeOf = (log: readonly string[], line: string) => log.indexOf(line);

export const checks: TaskChecks = {
  '2.1': {
    'each check is asked, and then each stamp is put on': () => {
      const { turn, log, message } = recorded();
      turn.steps.check.push(() => void log.push('second check'));
      turn.steps.stamp.push(() => void log.push('second stamp'));
      turn.publish(message('1'));
      same(
        log,
        ['check 1', 'second check', 'stamp 1', 'second stamp'],
        'publish does not take the message through all checks, and then through all stamps',
        'call every function in this.steps.check with it, then every one in this.steps.stamp; storing and delivering wait for the end of the turn',
      );
    },
    'the first message asks for the end of the turn': () => {
      const { turn, ends, message } = recorded();
      turn.publish(message('1'));
      same(
        ends.length,
        1,
        'after a message, nobody ends the turn',
        'this.#later(work) runs work when the turn is over: the first message asks for it',
      );
    },
    'the second message does not ask for it again': () => {
      const { turn, ends, message } = recorded();
      turn.publish(message('1'));
      turn.publish(message('2'));
      same(
        ends.length,
        1,
        'each message asks for an end of the turn of its own',
        'push returns the new length: only the message that makes it 1 asks',
      );
    },
    'the end of the turn settles it': () => {
      const { turn, ends, message } = recorded();
      let times = 0;
      turn.settle = () => void (times += 1);
      turn.publish(message('1'));
      if (times > 0)
        throw wrong(
          'the message is settled at once',
          'when the turn is over',
          'within publish',
          'hand the work to this.#later, and do not call it',
        );
      for (const end of ends) end();
      same(times, 1, 'at the end of the turn, nothing is settled', 'the work is this.settle(), called, and on this turn');
    },
    'what the end of the turn throws is caught': () => {
      const { turn, ends, message, reported } = recorded();
      turn.settle = () => {
        throw new Error('disk full');
      };
      turn.publish(message('1'));
      try {
        for (const end of ends) end();
      } catch (error) {
        throw wrong(
          'nobody catches what the end of the turn throws',
          'the broker is told, and goes on',
          String(error),
          'run it within this.#broker.guard',
        );
      }
      same(reported.length, 1, 'the broker is not told what the end of the turn throws', 'run it within this.#broker.guard');
    },
    'a message that a check refuses goes no further': () => {
      const { turn, ends, log, message } = recorded();
      turn.steps.check.push(() => {
        throw new Refusal('FORBIDDEN', 'no');
      });
      let refusal: unknown;
      try {
        turn.publish(message('1'));
      } catch (error) {
        refusal = error;
      }
      if (refusal instanceof Refusal && refusal.code === 'TODO') throw refusal;
      if (!(refusal instanceof Refusal))
        throw wrong(
          'the refusal of a check is swallowed',
          'publish throws it',
          'nothing is thrown',
          'let it through: whoever called answers with it',
        );
      same([log, ends.length], [['check 1'], 0], 'a message that a check has refused goes on', 'ask all checks before anything else');
    },
  },
  '2.2': {
    'all messages are stored in one transaction': () => {
      const { log } = settled();
      const begun = log.filter((line) => line === 'begin').length;
      if (begun === 0)
        throw wrong(
          'the messages are not stored in a transaction',
          'begin, store 1, store 2, commit',
          log.join(', '),
          'call this.#store.transaction(() => …) and store within it',
        );
      if (begun > 1)
        throw wrong(
          'each message is stored in a transaction of its own',
          'one for the whole turn',
          `${begun} transactions`,
          'the loop belongs within the transaction: a commit is the dear part',
        );
      same(
        log.slice(0, 4),
        ['begin', 'store 1', 'store 2', 'commit'],
        'not every message is stored, in order, within the transaction',
        'in the transaction, call every function in this.steps.store with every message',
      );
    },
    'each is handed on, in order, after the commit': () => {
      const { log } = settled();
      const handed = log.filter((line) => /^(?:announce|deliver)/.test(line));
      same(
        handed,
        ['announce 1', 'deliver 1', 'announce 2', 'deliver 2'],
        'not every message is handed on, once and in order',
        'call this.#handOn with each message, in the order published',
      );
      if (placeOf(log, 'announce 1') < placeOf(log, 'commit'))
        throw wrong(
          'a message is delivered before it is committed',
          'commit, and only then deliver',
          log.join(', '),
          'what is delivered must be on disk: leave the transaction first',
        );
    },
    'each publisher is answered, in order, after its message': () => {
      const { log } = settled();
      same(
        log.filter((line) => line.startsWith('done')),
        ['done 1', 'done 2'],
        'not every publisher is answered, once and in order',
        'call done of each message',
      );
      for (const body of ['1', '2'])
        if (placeOf(log, `done ${body}`) < placeOf(log, `deliver ${body}`))
          throw wrong(
            'a publisher is answered before its message is handed on',
            'first the message, then its OK',
            log.join(', '),
            'call done behind this.#handOn',
          );
    },
    'the answer is the receipt': () => {
      const outcomes: (Tags | Refusal)[] = [];
      const receipt = new Map([['seq', '1']]);
      const { turn } = setUp();
      turn.publish({ channel: 'news', body: '1', receipt, done: (outcome) => void outcomes.push(outcome) });
      turn.publish({ channel: 'news', body: '2', done: (outcome) => void outcomes.push(outcome) });
      turn.settle();
      same(outcomes[0], receipt, 'a publisher is not given the receipt of its message', 'done takes message.receipt');
      same(outcomes[1], NO_TAGS, 'a message without a receipt is not answered with NO_TAGS', 'message.receipt ?? NO_TAGS');
    },
    'a repeat is answered, and not handed on': () => {
      const { log } = settled({ duplicate: true });
      same(
        log.filter((line) => /^(?:announce|deliver)/.test(line)),
        [],
        'a repeat is delivered once more',
        'leave this.#handOn out for a message that is a duplicate',
      );
      same(
        log.filter((line) => line.startsWith('done')),
        ['done 1', 'done 2'],
        'a repeat is not answered',
        'its publisher waits for an answer: only the handing on is left out',
      );
    },
    'a message that nobody waits for has no done': () => {
      const { turn, ends } = setUp();
      turn.publish({ channel: 'news', body: 'from another broker' });
      ends.length = 0;
      turn.settle();
    },
    'when nothing could be stored, everyone is told, and nobody gets anything': () => {
      const { turn, store, log, message, reported } = recorded();
      turn.publish(message('1'));
      turn.publish(message('2'));
      log.length = 0;
      store.transaction = () => {
        throw new Error('disk full');
      };
      try {
        turn.settle();
      } catch (error) {
        throw wrong(
          'what the transaction throws is not caught',
          'each publisher gets a refusal',
          String(error),
          'catch it, and let this.#broker.explain make a refusal of it',
        );
      }
      same(
        log,
        ['done 1 refused', 'done 2 refused'],
        'when the transaction fails, not just every publisher is refused',
        'call done of every message with the refusal, and return: nothing is stored, so nothing may be delivered',
      );
      same(
        reported.length,
        1,
        'a transaction that fails is not reported once',
        'call this.#broker.explain once for all: it reports the error',
      );
    },
  },
};
