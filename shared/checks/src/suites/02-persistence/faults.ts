// When the store cannot be written, and settings of the store that make no sense.

import type { Check } from '../../check.ts';
import type { Client } from '../../client.ts';
import { after, withinLimit } from '../../time.ts';
import { error, msg, ok } from '../../expected.ts';
import { refusesSetting } from '../../settings.ts';
import { lockFile } from './lock.ts';
import { historyOf, publish, sameMessages, stampOf, subscribe } from '../../messages.ts';
import { publishWhenBack, refusedUntilNoticed } from '../../outage.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'faults';

/** A lock is given up after 5 s (P3-21); the machine may be busy. */
const PATIENCE_MS = 15_000;
const A_MOMENT_MS = 300;

/** Resolves when something more has come, or when that takes too long. */
async function hears(client: Client): Promise<void> {
  await withinLimit(new Promise<void>((resolve) => client.watch(() => resolve())), PATIENCE_MS);
}

export const faults: readonly Check[] = [
  {
    id: 'locked-file',
    group,
    title: 'while its file is locked, a publish is refused with INTERNAL and goes nowhere; afterwards, everything works again',
    rules: ['P3-21'],
    notInPage: NOT_IN_PAGE.file,
    settings: {},
    limit: 240_000,
    async run({ broker, join, random, transcript }) {
      const [channel, id] = [random.word('news'), random.word('id')];
      const [alice, bob] = [await join('alice'), await join('bob')];
      await subscribe(bob, channel);
      const lock = lockFile(broker.settings['DB_FILE'] ?? '');
      if (!lock) return; // a store of another kind: there is no lock that somebody else could take
      transcript.add('grader', '·', 'locks the database file, as a backup or another program would');
      try {
        const answered = hears(alice);
        alice.send(`@label=lost;id=${id} PUBLISH:${channel}:lost`);
        await answered;
        await alice.gets(error('INTERNAL', { label: 'lost' }), {
          message: 'a publish that could not be stored was not refused with INTERNAL',
          cause: 'wait for a lock for 5 s, then give up; an error of the store is answered, and does not end the broker',
        });
      } finally {
        lock.release();
        transcript.add('grader', '·', 'unlocks it');
      }
      await bob.getsNothing('a message that was refused with INTERNAL was delivered');
      await alice.getsNothing('a publish that could not be stored was answered more than once');
      alice.send(`@label=again;id=${id} PUBLISH:${channel}:again`);
      const why = 'after the lock was released, a publish was not stored as a new one';
      const stored = { ...stampOf(await alice.gets(ok('PUBLISH', channel, { label: 'again', dup: undefined }), why)), body: 'again' };
      await bob.gets(msg(channel, 'again'), 'a message that was stored after the lock was not delivered');
      sameMessages((await historyOf(alice, channel)).messages, [stored], 'a message that was refused with INTERNAL was stored');
    },
    async runOnNats({ broker, join, random, transcript }) {
      const [channel, id] = [random.word('news'), random.word('id')];
      const [alice, bob] = [await join('alice'), await join('bob')];
      await subscribe(bob, channel);
      transcript.add('grader', '·', 'kills the NATS server');
      await broker.nats.kill();
      const why = 'with NATS away, a publish was not refused with UNREACHABLE';
      await refusedUntilNoticed(alice, channel);
      alice.send(`@label=lost;id=${id} PUBLISH:${channel}:lost`);
      await alice.gets(error('UNREACHABLE', { label: 'lost' }), why);
      transcript.add('grader', '·', 'starts it again');
      await broker.nats.start();
      const stored = { ...(await publishWhenBack(alice, channel, id, 'again')), body: 'again' };
      await bob.gets(msg(channel, 'again'), 'a message that was refused with UNREACHABLE was delivered');
      await bob.getsNothing('a message that was refused with UNREACHABLE was delivered');
      sameMessages((await historyOf(alice, channel)).messages, [stored], 'a message that was refused with UNREACHABLE was stored');
    },
  },
  {
    id: 'locked-for-a-moment',
    group,
    title: 'a publish waits for a file that is locked for a moment',
    rules: ['P3-21'],
    notInPage: NOT_IN_PAGE.file,
    settings: {},
    async run({ broker, join, random, transcript }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const lock = lockFile(broker.settings['DB_FILE'] ?? '');
      if (!lock) return;
      transcript.add('grader', '·', `locks the database file for ${A_MOMENT_MS} ms`);
      alice.send(`@label=1 PUBLISH:${channel}:x`);
      await after(A_MOMENT_MS);
      lock.release();
      await alice.gets(ok('PUBLISH', channel, { label: '1' }), {
        message: 'a publish was refused because the file was locked for a moment',
        cause: 'SQLite gives up at once unless it has a busy timeout: set one of 5 s',
      });
    },
    async runOnNats({ broker, join, random, transcript }) {
      const channel = random.word('news');
      const alice = await join('alice');
      transcript.add('grader', '·', `stops the NATS server for ${A_MOMENT_MS} ms`);
      broker.nats.process.signalGroup('SIGSTOP');
      alice.send(`@label=1 PUBLISH:${channel}:x`);
      await after(A_MOMENT_MS);
      broker.nats.process.signalGroup('SIGCONT');
      await alice.gets(ok('PUBLISH', channel, { label: '1' }), 'a publish was refused because NATS took a moment');
    },
  },
  {
    id: 'one-broker-a-file',
    group,
    title: 'a second broker on the same DB_FILE is refused at its start; one that was killed does not keep its successor out',
    rules: ['P3-22', 'P0-5'],
    notInPage: NOT_IN_PAGE.file,
    settings: {},
    async run(context) {
      const { broker, join, random, transcript } = context;
      const channel = random.word('news');
      const alice = await join('alice');
      const before = await publish(alice, channel, 'before');
      const cause =
        'while it runs, a broker holds a lock that the system lets go of when the process ends, such as a transaction on a second SQLite file, or flock; a file with a process id in it stays behind when the broker is killed';
      await refusesSetting(context, 'DB_FILE', broker.settings['DB_FILE'] ?? '', cause);
      const meanwhile = await publish(alice, channel, 'meanwhile');
      transcript.add('grader', '·', 'kills the first broker at once, and starts it again');
      await broker.restart();
      const { messages } = await historyOf(await join('bob'), channel);
      sameMessages(
        messages,
        [before, meanwhile],
        'a broker lost messages while a second one was tried on its file, or when it was started again',
      );
    },
    async runOnNats(context) {
      const { broker, join, random, transcript, start } = context;
      const channel = random.word('news');
      const alice = await join('alice');
      const before = await publish(alice, channel, 'before');
      const second = await start({ NATS_URL: broker.nats.url, BROKER_NAME: 'second' });
      const meanwhile = await publish(await join('carol', { broker: second }), channel, 'meanwhile');
      transcript.add('grader', '·', 'kills the first broker at once, and starts it again');
      await broker.restart();
      const { messages } = await historyOf(await join('bob'), channel);
      sameMessages(messages, [before, meanwhile], 'two brokers on one NATS server do not have the same messages');
    },
  },
  {
    id: 'retain-setting',
    group,
    title: 'a RETAIN_MESSAGES that makes no sense stops the broker at once, with one line that says why',
    rules: ['P0-5', 'P3-20'],
    startsItself: true,
    async run(context) {
      await Promise.all(['0', 'ten'].map((value) => refusesSetting(context, 'RETAIN_MESSAGES', value)));
    },
  },
];
