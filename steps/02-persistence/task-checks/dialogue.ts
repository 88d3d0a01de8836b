// What the tasks in exercise/dialogue.ts must do, seen from inside.

import { Broker } from '01-basic-pubsub';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { Dialogue } from '#dialogue';
import { NO_TAGS, Turn } from '#turn';
import { MemoryStore } from '../src/store/memory-store.ts';
import { Client } from './set-up.ts';

/** A dialogue with two commands: `SLOW:x` takes until `finish`, and `DO:x` is done at once. Both are written down when they begin. */
function setUp() {
  const reported: unknown[] = [];
  const broker = new Broker({ report: (error) => void reported.push(error) });
  const dialogue = new Dialogue(broker, new Turn(broker, new MemoryStore(), () => {}));
  const done: string[] = [];
  const running: (() => void)[] = [];
  broker.commands.set('SLOW', (_session, { target = '' }) => {
    done.push(target);
    return new Promise((resolve) => running.push(() => resolve(NO_TAGS)));
  });
  broker.commands.set('DO', (_session, { target = '' }) => {
    done.push(target);
    return NO_TAGS;
  });
  const client = new Client(broker, dialogue);
  /** Ends the command that has run for the longest time. */
  const finish = async () => {
    running.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
    const [error] = reported;
    if (error) throw error;
    const refusal = client.frames.find((frame) => frame.startsWith('ERROR:TODO'));
    if (refusal) same(refusal, 'no error', 'what waited was answered with an error');
  };
  return { client, done, finish };
}

const EACH = 'give each message of the list to this.receive, in order';
/** As many frames as may wait. */
const LIMIT = 64;
const frames = (count: number) => Array.from({ length: count }, (_, n) => `DO:${n}`);

export const checks: TaskChecks = {
  '2.5': {
    'what the client sent meanwhile is done, in the order sent': async () => {
      const { client, done, finish } = setUp();
      client.say('SLOW:first', 'DO:a', 'DO:b', 'DO:c');
      await finish();
      if (done.length < 4) same(done, ['first', 'a', 'b', 'c'], 'not all that waited behind the command was done', EACH);
      same(done, ['first', 'a', 'b', 'c'], 'what waited behind the command was done in another order than sent', EACH);
    },
    'it is answered as if it came now': async () => {
      const { client, finish } = setUp();
      client.say('@label=1 SLOW:first', '@label=2 DO:a', '@label=3 NOTHING');
      await finish();
      const [first, second, third] = client.frames.filter((frame) => frame.startsWith('@'));
      same(first, '@label=1 OK:SLOW:first', 'the command itself is not answered first');
      same(
        second,
        '@label=2 OK:DO:a',
        'what waited is not answered as usual',
        "this.receive takes off the tags, asks the checks and answers: the core's receive does not",
      );
      same(third?.startsWith('@label=3 ERROR:UNKNOWN_COMMAND'), true, 'what waited is not refused as usual', EACH);
    },
    'behind another command that takes time, the rest waits again': async () => {
      const { client, done, finish } = setUp();
      client.say('SLOW:first', 'DO:a', 'SLOW:second', 'DO:b');
      await finish();
      same(
        done,
        ['first', 'a', 'second'],
        'a command ran while the one before it took its time',
        'give it to this.receive, which begins a new list for the rest',
      );
      await finish();
      same(done, ['first', 'a', 'second', 'b'], 'what waited behind the second command was not done', EACH);
    },
    'a client that was paused at the limit is read again': async () => {
      const { client, finish } = setUp();
      client.say('SLOW:first', ...frames(LIMIT));
      await finish();
      const cause = `the broker stopped reading when the list had reached MAX_WAITING: session.resume() when its length is >= MAX_WAITING`;
      same(
        client.frames.filter((frame) => frame.startsWith('(')),
        ['(paused)', '(resumed)'],
        'the client was paused at the limit, and is not read again',
        cause,
      );
      const more = setUp();
      more.client.say('SLOW:first', ...frames(LIMIT + 5));
      await more.finish();
      const beyond = 'more than MAX_WAITING may wait: what was on its way when the broker paused the client still comes';
      same(more.client.frames.includes('(resumed)'), true, 'the client was paused, more came, and it is not read again', beyond);
    },
    'a client that is paused again stays so': async () => {
      const { client, finish } = setUp();
      client.say('SLOW:first', 'SLOW:second', ...frames(LIMIT + 5));
      await finish();
      const cause = 'call session.resume() before the loop: what is taken up may begin a new list, and fill it';
      same(
        client.frames.filter((frame) => frame.startsWith('(')).at(-1),
        '(paused)',
        'the list was full again, and the client is read all the same',
        cause,
      );
    },
  },
};
