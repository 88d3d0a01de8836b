// What the task in exercise/publish.ts must do, seen from inside.

import type { PubAck } from '@nats-io/jetstream';
import { FakeClient } from '01-basic-pubsub/test';
import { Broker } from '01-basic-pubsub';
import { type Frame, Refusal, type Tags } from '@workshop/protocol';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { publishing } from '#publish';
import { ACK, idle } from './set-up.ts';

const FRAME: Frame = { verb: 'PUBLISH', target: 'news', body: 'Hi', tags: new Map([['id', 'c1-9']]) };

/** A broker whose stream and whose live messages are promises. */
function setUp(stored: Promise<PubAck>, reached: Promise<void> = Promise.resolve()) {
  const done: string[] = [];
  const broker = new Broker();
  const publish = publishing(
    {
      broker,
      dialogue: { answer: (_session, _frame, outcome) => void done.push(`answered ${told(outcome)}`) },
      turn: { steps: { check: [], stamp: [], store: [], announce: [() => void done.push('announced')], deliver: [] } },
      outgoing: {
        store: async ({ id }) => {
          done.push(`stores ${id}`);
          return stored;
        },
      },
      interest: { follows: () => true },
      feed: {
        reached: async (seq) => {
          done.push(`waits for ${seq}`);
          await reached;
          done.push('delivered');
        },
      },
      publishers: new Map(),
      reach: async () => {},
    },
    'broker1',
  );
  publish(new FakeClient(broker), FRAME, { channel: 'news', body: 'Hi' });
  return done;
}

const told = (outcome: Tags | Refusal) => (outcome instanceof Refusal ? outcome.code : [...outcome].map((tag) => tag.join('=')).join(';'));

export const checks: TaskChecks = {
  '7.3': {
    'nothing is told before the PubAck': async () => {
      const gate = Promise.withResolvers<PubAck>();
      const done = setUp(gate.promise);
      await idle();
      same(done, ['stores c1-9'], 'a message was answered, or waited for, before its PubAck came', 'await outgoing.store(outbound) first');
    },
    'it is delivered here before it is answered, with its seq and id': async () => {
      const gate = Promise.withResolvers<void>();
      const done = setUp(Promise.resolve(ACK), gate.promise);
      await idle();
      same(
        done,
        ['stores c1-9', 'waits for 42'],
        'a message was answered before it was delivered here',
        'await handOn(message, subject, seq) after the PubAck',
      );
      gate.resolve();
      await idle();
      same(
        done.slice(2),
        ['delivered', 'answered seq=42;id=c1-9'],
        'the answer to a publish is not its seq and its id',
        'the tags are those of receiptOf({ seq, id }): the seq is that of the PubAck',
      );
    },
    'a repeat is answered as one, and not waited for': async () => {
      const done = setUp(Promise.resolve({ ...ACK, duplicate: true }), new Promise(() => {}));
      await idle();
      same(
        done,
        ['stores c1-9', 'answered seq=42;id=c1-9;dup=1'],
        'a repeat was not answered with the first’s seq and dup=1',
        'if the PubAck says duplicate, nobody delivers it again: answer at once, with dup',
      );
    },
    'what is not stored is refused, and not delivered': async () => {
      const done = setUp(Promise.reject(new Refusal('UNREACHABLE', 'NATS is away')));
      await idle();
      same(
        done,
        ['stores c1-9', 'answered UNREACHABLE'],
        'what was not stored was not refused',
        'what outgoing.store throws is the answer: do not catch it',
      );
    },
  },
};
