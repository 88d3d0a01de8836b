// A resume in the middle of other things: a live stream, a burst, a storm, and a reader that takes its time.

import { type Check, wrong } from '../../check.ts';
import type { Context } from '../../context.ts';
import { error, msg, ok } from '../../expected.ts';
import { framesOf, numbered, publish, publishAll, publishCopies, resume, subscribe } from '../../messages.ts';
import { replayToSleeper } from '../../storms/replay-to-sleeper.ts';
import { resumeInStorm } from '../../storms/resume-in-storm.ts';
import { ANSWER, GAP } from './resume.ts';

const group = 'resume';
const PING_INTERVALS_MS = [500, 3000] as const;
/** After the first, the sleeper owes an answer; a broker that looks at what its reader takes may need one or two more. */
const PINGS = 6;
/** In all 18 MB: far more than the kernel's buffers on the way hold. */
const [MESSAGES, BYTES, BURST] = [300, 60_000, 10];
/** More frames than a broker may like to keep while one command runs. */
const FRAMES = 100;

/**
 * @returns how many frames had been on their way to the session when it was cut off
 * @throws {Failure} when a session that neither reads nor answers pings is kept
 */
async function fallsAsleep({ start, join, random, transcript }: Context, interval: number): Promise<number> {
  const broker = await start({ PING_INTERVAL_MS: String(interval) });
  const channel = random.word('big');
  const [alice, sleeper] = [await join('alice', { broker }), await join('sleeper', { broker })];
  await publishCopies(alice, channel, random.text(BYTES), MESSAGES, BURST);
  sleeper.send(`@since=0 SUBSCRIBE:${channel}`, ...numbered(FRAMES).map((n) => `UNSUBSCRIBE:other.${n}`));
  await sleeper.gets(ok('SUBSCRIBE', channel, { recovered: 1 }), ANSWER);
  sleeper.pause();
  for (let n = 0; n < PINGS && alice.isOpen; n++) await alice.pingedOrClosed(interval + alice.patience);
  if (!alice.isOpen) throw wrong('a session that answers pings was cut off', 'it stays connected', 'its connection was closed');
  transcript.add('grader', '·', `${PINGS} pings later, the sleeper has answered none`);
  sleeper.resume();
  await sleeper.closes(undefined, {
    message: 'a session that stopped reading during its replay, and answered no ping, was not dropped',
    cause:
      'a broker that has stopped reading from a session does not see its pong: look at whether the session takes any of what it is sent, and drop it if it took nothing from one ping to the next',
  });
  return sleeper.take().length;
}

export const replays: readonly Check[] = [
  {
    id: 'resume-while-subscribed',
    group,
    title: 'a subscribed session may resume what lies before its live stream; after UNSUBSCRIBE nothing is remembered',
    rules: ['P3-18', 'P3-15'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      const before = await publishAll(alice, channel, numbered(4));
      const { epoch } = await subscribe(bob, channel);
      const live = await publishAll(alice, channel, ['a', 'b']);
      await bob.getsAll(framesOf(channel, live), 'a subscriber did not get live messages');
      const since = before[0]?.seq ?? 0;
      await resume(bob, channel, since, { recovered: 1, epoch, seq: live[1]?.seq ?? 0 }, ANSWER);
      await bob.getsAll(framesOf(channel, before.slice(1)), {
        message: 'a subscribed session that resumed did not get what lies before its live stream',
        cause: 'with since, a SUBSCRIBE replays even where the session is already subscribed',
      });
      await bob.getsNothing({
        message: 'a resume repeated what the session had got live',
        cause: 'remember where the live stream of the session began, and replay up to there',
      });
      bob.send(`UNSUBSCRIBE:${channel}`);
      await bob.settle();
      await resume(bob, channel, since, { recovered: 1, epoch }, ANSWER);
      await bob.getsAll(
        framesOf(channel, [...before.slice(1), ...live]),
        'after UNSUBSCRIBE, a resume did not send all that lies after since',
      );
      const last = await publish(alice, channel, 'last');
      await bob.getsAll(framesOf(channel, [last]), GAP);
      await bob.getsNothing(GAP);
    },
  },
  {
    id: 'resume-in-a-burst',
    group,
    title: 'what a session sends after its resume takes effect after it',
    rules: ['P3-15', 'P2-6', 'P2-2'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      const all = await publishAll(alice, channel, numbered(250));
      bob.send(`@since=${all[9]?.seq ?? 0} SUBSCRIBE:${channel}`, `PUBLISH:${channel}:own`, `@label=end UNSUBSCRIBE:${channel}`);
      await bob.gets(ok('SUBSCRIBE', channel, { recovered: 1 }), ANSWER);
      await bob.getsAll([...framesOf(channel, all.slice(10)), msg(channel, 'own'), ok('UNSUBSCRIBE', channel, { label: 'end' })], {
        message: 'a command sent after a resume overtook it',
        cause: 'a replay that waits in between is a command that is still running: the next frames of its session wait for it',
      });
      await publish(alice, channel, 'later');
      await bob.getsNothing('a session got a message after UNSUBSCRIBE');
      bob.send('@since=0 SUBSCRIBE:ne ws');
      await bob.gets(error('BAD_CHANNEL'), 'a resume of something that is not a channel was not refused with BAD_CHANNEL');
    },
  },
  {
    id: 'resume-in-storm',
    group,
    title: 'a resume has no gap and no duplicate while others publish thousands',
    rules: ['P3-15', 'P3-17'],
    settings: {},
    limit: 480_000, // a broker that syncs each publish by itself takes long
    run: (context) => resumeInStorm(context, { before: 1500, during: 3000, resumers: 6 }),
  },
  {
    id: 'replay-waits',
    group,
    title: 'a replay waits for a reader that does not read: that does not make it a slow reader, and the others are served',
    rules: ['P3-19', 'P3-15'],
    settings: { MAX_BUFFER_BYTES: String(2 ** 19) },
    run: (context) => replayToSleeper(context, { messages: 300, bytes: 30_000 }),
  },
  {
    id: 'asleep-in-replay',
    group,
    title: 'a session that stops reading during its replay is dropped when it answers no ping, however many of its commands wait',
    rules: ['P0-9', 'P3-19'],
    startsItself: true,
    limit: 480_000,
    async run(context) {
      const [soon, late] = PING_INTERVALS_MS;
      const frames = await fallsAsleep(context, soon).catch(() => MESSAGES);
      // On a machine that stands still for a second, a session that answers seems silent. So if one that answers was cut off, or this one
      // only after it woke up and got its whole replay, the longer interval decides.
      if (frames >= MESSAGES) await fallsAsleep(context, late);
    },
  },
];
