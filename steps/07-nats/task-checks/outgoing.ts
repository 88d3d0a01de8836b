// What the tasks in exercise/outgoing.ts must do, seen from inside.

import { mock } from 'node:test';
import { Refusal } from '@workshop/protocol';
import { refusalOf } from '@workshop/cli/task-checks/refusal';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { ACK, idle, MESSAGE, noAnswer, setUp } from './set-up.ts';

const SECOND = 1000;

/** Stops the clock for some work, which moves it by `mock.timers.tick`. */
async function withClock(work: () => Promise<void>): Promise<void> {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_800_000_000_000 });
  try {
    await work();
  } finally {
    mock.timers.reset();
  }
}

/** How a publish ended, as far as it has: its PubAck, or an error. */
interface Outcome {
  ack?: unknown;
  error?: unknown;
}

function watch(stored: Promise<unknown>): Outcome {
  const seen: Outcome = {};
  void stored.then(
    (ack) => (seen.ack = ack),
    (error: unknown) => (seen.error = error),
  );
  return seen;
}

/** Lets everything happen that can. @throws {Refusal} `TODO` where it turns out that another task is not written yet */
async function happen(seen: Outcome): Promise<void> {
  await idle();
  if (seen.error instanceof Refusal && seen.error.code === 'TODO') throw seen.error;
}

export const checks: TaskChecks = {
  '7.1': {
    'the message is published, and its PubAck is waited for': async () => {
      const gate = Promise.withResolvers<typeof ACK>();
      const { outgoing, attempts } = setUp(() => gate.promise);
      const seen = watch(outgoing.store(MESSAGE));
      await happen(seen);
      same(
        attempts.map(({ subject, body }) => ({ subject, body })),
        [{ subject: MESSAGE.subject, body: MESSAGE.body }],
        'the message was not published once, under its subject and with its body',
        'jetstream.publish(subject, body, …)',
      );
      same(seen, {}, 'the message was taken for stored before the PubAck came', 'await what jetstream.publish returns');
      gate.resolve(ACK);
      await happen(seen);
      same(seen.ack, ACK, 'the PubAck is not what is returned', 'return await jetstream.publish(…): its seq is the answer');
    },
    'it has its message id': async () => {
      const { outgoing, attempts } = setUp(async () => ACK);
      await outgoing.store(MESSAGE);
      same(
        attempts[0]?.options['msgID'],
        MESSAGE.msgId,
        'the message was published without its message id',
        'msgID: msgId: without it, what is sent again is stored again',
      );
    },
    'it has its headers, and a time after which no answer is expected': async () => {
      const { outgoing, attempts } = setUp(async () => ACK);
      await outgoing.store(MESSAGE);
      const { headers, timeout } = attempts[0]?.options ?? {};
      same(
        headers instanceof Object && typeof timeout === 'number',
        true,
        'the headers or the timeout are missing',
        '{ ...attempt, msgID: msgId }: attempt has both',
      );
    },
  },
  '7.4': {
    'a PubAck ends it': async () => {
      const { outgoing, attempts, reconnect } = setUp(async () => ACK);
      const seen = watch(outgoing.store(MESSAGE));
      await happen(seen);
      same(seen.ack, ACK, 'a message with a PubAck was not taken for stored', 'this.#end(unsettled, () => settle.resolve(ack))');
      reconnect();
      await happen(seen);
      same(attempts.length, 1, 'a message that is stored was sent again', 'this.#end takes it out of those of which nothing is known');
    },
    'what the stream does not store is refused, and not tried again': async () => {
      const { outgoing, attempts, reconnect } = setUp(async () => {
        throw new Error('the store is full');
      });
      const seen = watch(outgoing.store(MESSAGE));
      await happen(seen);
      same(
        seen.error instanceof Error && seen.error.message,
        'the store is full',
        'what the stream said was not passed on',
        'throw an error that is not isAway',
      );
      reconnect();
      await happen(seen);
      same(
        attempts.length,
        1,
        'a message that the stream did not store was sent again',
        'only where nobody has answered it is tried again',
      );
    },
    'without an answer it is neither stored nor refused, and is sent again': () =>
      withClock(async () => {
        const { outgoing, attempts } = setUp((attempt) => (attempt === 1 ? Promise.reject(noAnswer()) : Promise.resolve(ACK)));
        const seen = watch(outgoing.store(MESSAGE));
        await happen(seen);
        same(
          seen,
          {},
          'without an answer, a message was taken for stored or refused',
          'nothing is known of it: this.#retryLater(), and return',
        );
        mock.timers.tick(SECOND);
        await happen(seen);
        same(attempts.length, 2, 'without an answer, a message was not sent again', 'this.#retryLater()');
        same(seen.ack, ACK, 'the answer to the second attempt was not taken', 'each attempt runs the same code');
        same(
          new Set(attempts.map(({ options }) => options['msgID'])).size,
          1,
          'the second attempt has a different message id',
          'the same message has the same id: that is how the stream knows it',
        );
      }),
    'when NATS is back, it is sent again at once, in the order published': async () => {
      const { outgoing, attempts, reconnect } = setUp((attempt) => (attempt <= 2 ? Promise.reject(noAnswer()) : Promise.resolve(ACK)));
      const stored = [MESSAGE, { ...MESSAGE, id: 'c1-10', msgId: 'second' }].map((message) => outgoing.store(message));
      await idle();
      reconnect();
      await Promise.all(stored);
      same(
        attempts.slice(2).map(({ options }) => options['msgID']),
        [MESSAGE.msgId, 'second'],
        'when NATS was back, the messages were not sent again in their order',
        'a message of which nothing is known stays where it is: do not end it',
      );
    },
    'at the deadline it is refused with UNREACHABLE': () =>
      withClock(async () => {
        const { outgoing, attempts } = setUp(() => Promise.reject(noAnswer()));
        const stored = outgoing.store(MESSAGE);
        const refused = refusalOf(() => stored);
        for (let seconds = 0; seconds < 30; seconds++) {
          await idle();
          mock.timers.tick(SECOND);
        }
        const code = await Promise.race([refused, idle().then(() => 'still tried')]);
        same(
          code,
          'UNREACHABLE',
          'a message without an answer was not refused with UNREACHABLE at its deadline',
          "if Date.now() >= deadline, throw new Refusal('UNREACHABLE', UNKNOWN)",
        );
        same(attempts.length > 3, true, 'a message was refused long before its deadline', 'compare Date.now() with deadline');
      }),
  },
};
