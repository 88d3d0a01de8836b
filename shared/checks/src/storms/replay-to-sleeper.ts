// A long replay to a reader that does not read: the replay must wait for it, and hold up nobody else.

import { wrong } from '../check.ts';
import type { Context } from '../context.ts';
import { msg, ok } from '../expected.ts';
import { framesOf, historyOf, publish, publishAll, sameMessages, subscribe } from '../messages.ts';
import { residentBytes } from '../memory.ts';

const LIVE = 20;
const BURST = 10;

export interface ReplayToSleeper {
  readonly messages: number;
  /** The length of each. In all they should be more than MAX_BUFFER_BYTES and what the kernel holds on the way. */
  readonly bytes: number;
  /** How many bytes of memory the broker may take on in the meantime, where the system tells. */
  readonly maxGrowth?: number;
}

/** @throws {Failure} */
export async function replayToSleeper(
  { broker, join, random, transcript }: Context,
  { messages, bytes, maxGrowth }: ReplayToSleeper,
): Promise<void> {
  const [channel, chat] = [random.word('news'), random.word('chat')];
  const [publisher, sleeper, bob, carol] = [await join('publisher'), await join('sleeper'), await join('bob'), await join('carol')];
  const filler = random.text(bytes);
  const all = [];
  for (let n = 0; n < messages; n += BURST)
    all.push(
      ...(await publishAll(
        publisher,
        channel,
        Array.from({ length: Math.min(BURST, messages - n) }, (_, k) => `${n + k} ${filler}`),
      )),
    );

  const memory = () => (maxGrowth === undefined ? 0 : (residentBytes(broker.process.pid) ?? 0));
  const before = memory();
  await subscribe(bob, channel);
  await subscribe(sleeper, chat);
  sleeper.send(`@since=0 SUBSCRIBE:${channel}`);
  await sleeper.gets(ok('SUBSCRIBE', channel, { recovered: 1 }), 'a SUBSCRIBE with since was not answered with recovered=1');
  sleeper.pause();
  transcript.add('grader', '·', `${mebibytes(messages * bytes)} are to be replayed to it`);

  const others = {
    message: 'while a replay waited for its reader, the others were not served',
    cause: 'only what is sent to that one session may wait, not what the broker does for the others',
  };
  for (let n = 0; n < LIVE; n++) {
    const live = await publish(publisher, channel, `live ${n}`);
    all.push(live);
    await bob.getsAll(framesOf(channel, [live]), others);
    await publish(publisher, chat, `chat ${n}`);
  }
  sameMessages((await historyOf(carol, channel, 1)).messages, all.slice(-1), others);

  const grown = memory() - before;
  if (maxGrowth !== undefined && grown > maxGrowth)
    throw wrong(
      'a replay to a reader that does not read filled the memory of the broker',
      `${mebibytes(maxGrowth)} or less`,
      mebibytes(grown),
      'send the next page when the reader has taken the one before: drained, not dumped',
    );

  sleeper.resume();
  const slow = {
    message: 'a reader was dropped as slow in its replay, or did not get all of it in order',
    cause: 'send the next page when the reader has taken the one before: drained, not dumped',
  };
  // Live messages of another channel may come anywhere in between.
  let [replayed, chatted] = [0, 0];
  while (replayed < all.length || chatted < LIVE) {
    const [next] = framesOf(channel, all.slice(replayed, replayed + 1));
    const chatter = msg(chat, `chat ${chatted}`);
    const text = [next?.text.slice(0, 80), chatter.text].join(' or ');
    const frame = await sleeper.gets({ text, matches: (frame) => (next?.matches(frame) ?? false) || chatter.matches(frame) }, slow);
    if (frame.target === chat) chatted += 1;
    else replayed += 1;
  }
  await sleeper.getsNothing(slow);
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
