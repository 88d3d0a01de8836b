// What task 2.1 must do, seen from inside.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { Refusal } from '@workshop/protocol';
import { Turn } from '#turn';
import { setUp } from './turn-set-up.ts';

/** A turn that shows when it ends. */
class Gathering extends Turn {
  ended = 0;

  override settle(): void {
    this.ended += 1;
    try {
      super.settle();
    } catch {
      // task 2.2 is not written yet, or it is wrong: the turn is empty all the same
    }
  }
}

class Failing extends Turn {
  override settle(): void {
    throw new Error('the disk is full');
  }
}

const CHECKS_FIRST = 'the checks come first: when one throws, nothing else may have happened to the message';
const LATER = 'give this.#later a function that ends the turn: () => this.#broker.guard(() => this.settle())';

export const gather: TaskChecks = {
  '2.1': {
    'every check and every stamp gets the message, the checks first': () => {
      const { turn, log, logged, message } = setUp(Gathering);
      const { check, stamp } = turn.steps;
      const published = message('1');
      const got: unknown[] = [];
      for (const [name, steps] of [
        ['check', check],
        ['stamp', stamp],
      ] as const)
        steps.push((each) => {
          got.push(each);
          log.push(`${name} second`);
        });
      turn.publish(published);
      const cause = 'this.steps.check and this.steps.stamp are lists: call each function in them with the message';
      same(logged('check'), ['check 1', 'check second'], 'not every check was called with the message', cause);
      same(logged('stamp'), ['stamp 1', 'stamp second'], 'not every stamp was called with the message', cause);
      same(
        got.every((each) => each === published),
        true,
        'a step did not get the message itself',
        'hand on the message, and no copy: the steps write on it',
      );
      same(logged('check', 'stamp')[1], 'check second', 'a stamp was called before every check had said yes', CHECKS_FIRST);
      same(turn.ended, 0, 'publish has ended the turn at once', `${LATER}: it calls it when the turn is over`);
      same(
        logged('store', 'announce', 'deliver', 'done'),
        [],
        'publish did more than gather the message',
        'the rest comes at the end of the turn',
      );
    },
    'the first message of a turn asks for its end, once': () => {
      const { turn, ends, message } = setUp(Gathering);
      turn.publish(message('1'));
      same(ends.length, 1, 'the first message has not asked for the end of the turn', LATER);
      turn.publish(message('2'));
      same(
        ends.length,
        1,
        'the second message has asked for the end of the turn, too',
        'only the first one asks: push returns the new length',
      );
      const [end] = ends;
      try {
        end?.();
      } catch (error) {
        throw wrong(
          'what this.#later was given throws',
          'it ends the turn',
          String(error),
          `${LATER}; this.settle alone has lost its \`this\``,
        );
      }
      same(turn.ended, 1, 'what this.#later was given does not end the turn', LATER);
    },
    'a message that a check refuses goes no further': () => {
      const { turn, logged, ends, message } = setUp(Gathering);
      const refusal = new Refusal('FORBIDDEN', 'no');
      turn.steps.check.push(({ body }) => {
        if (body === 'bad') throw refusal;
      });
      let thrown: unknown;
      try {
        turn.publish(message('bad'));
      } catch (error) {
        thrown = error;
      }
      const cause = 'do not catch it: whoever called publish answers with it';
      if (thrown !== refusal)
        throw wrong('what a check threw did not leave publish', String(refusal), thrown === undefined ? 'nothing' : String(thrown), cause);
      same(logged('stamp'), [], 'a message that a check refused was stamped', CHECKS_FIRST);
      same(ends.length, 0, 'a message that a check refused asked for the end of the turn', CHECKS_FIRST);
      turn.publish(message('good'));
      same(ends.length, 1, 'a message that a check refused is in the turn all the same', CHECKS_FIRST);
    },
    'the first message of the next turn asks again': () => {
      const { turn, ends, message } = setUp(Gathering);
      turn.publish(message('1'));
      const [end] = ends;
      end?.();
      turn.publish(message('2'));
      same(
        ends.length,
        2,
        'nobody asked for the end of the second turn',
        'it is the first message of each turn that asks: this.#messages is empty then',
      );
    },
    'what fails at the end of a turn is caught': () => {
      const { turn, ends, reported, message } = setUp(Failing);
      turn.publish(message('1'));
      const [end] = ends;
      try {
        end?.();
      } catch (error) {
        throw wrong('nobody catches what settle throws at the end of a turn', 'the broker reports it', String(error), LATER);
      }
      same(reported.length, 1, 'what settle threw at the end of a turn is not reported', LATER);
    },
    'the messages are in the turn, in the order published': () => {
      const { turn, log, logged, message } = setUp(Turn);
      for (const body of ['1', '2', '3']) turn.publish(message(body));
      log.length = 0;
      try {
        turn.settle();
      } catch (error) {
        if (error instanceof Refusal && error.code === 'TODO') return; // task 2.2 is not written, and was asked to store something
        throw error;
      }
      same(log.length > 0, true, 'what was published is not in the turn', 'push the message to this.#messages');
      const stored = logged('store');
      const cause = 'push each message to the end of this.#messages, once';
      if (stored.length > 0)
        same(stored, ['store 1', 'store 2', 'store 3'], 'the turn does not have each message once, in the order published', cause);
    },
  },
};
