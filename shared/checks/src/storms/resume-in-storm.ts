// Sessions that resume a channel while another one publishes thousands: no gap, no duplicate.

import type { Frame } from '@workshop/protocol';
import type { Context } from '../context.ts';
import { msg, ok } from '../expected.ts';
import { framesOf, numbered, publishAll, STAMPED, stampOf, subscribe } from '../messages.ts';

/** So many publishes are under way at any moment. */
const WINDOW = 150;

export interface ResumeInStorm {
  /** Messages that are there when the storm begins. */
  readonly before: number;
  /** Messages of the storm. */
  readonly during: number;
  /** Sessions that resume in the middle of it, each after a message drawn from the seed. */
  readonly resumers: number;
}

/** @throws {Failure} */
export async function resumeInStorm({ join, random, transcript }: Context, { before, during, resumers }: ResumeInStorm): Promise<void> {
  const channel = random.word('news');
  const [publisher, watcher] = [await join('publisher'), await join('watcher')];
  const all = await publishAll(publisher, channel, numbered(before));
  const { epoch } = await subscribe(watcher, channel);
  // The first resumes from the very beginning; each joins now, so that in the storm its SUBSCRIBE goes at once.
  const readers = await Promise.all(
    Array.from({ length: resumers }, async (_, n) => ({
      client: await join(`resumer ${n + 1}`),
      startsAt: Math.floor((during * (n + 1)) / (resumers + 2)) + random.below(20),
      from: 0,
    })),
  );

  let sent = 0;
  const publish = (count: number) => {
    const numbers = Array.from({ length: Math.min(count, during - sent) }, (_, n) => before + sent + n);
    sent += numbers.length;
    if (numbers.length > 0) publisher.send(...numbers.map((number) => `PUBLISH:${channel}:${number}`));
  };
  const resumeAt = (seen: number) => {
    for (const [n, reader] of readers.entries()) {
      if (reader.startsAt !== seen) continue;
      const from = (reader.from = n === 0 ? 0 : random.below(all.length));
      transcript.add('grader', '·', `${reader.client.who} resumes when the watcher has seen ${seen} of ${during}`);
      reader.client.send(`@since=${all[from - 1]?.seq ?? 0};epoch=${epoch} SUBSCRIBE:${channel}`);
    }
  };

  publish(WINDOW);
  for (let seen = 0; seen < during; seen++) {
    const frame: Frame = await watcher.gets(
      msg(channel, String(before + seen), STAMPED),
      'a subscriber did not get every message in order',
    );
    all.push({ ...stampOf(frame), body: frame.body ?? '' });
    resumeAt(seen);
    if (seen % 25 === 24) publish(25);
  }
  for (const { client, from } of readers) {
    await client.gets(ok('SUBSCRIBE', channel, { recovered: 1, epoch }), 'a resume in a storm was not answered with recovered=1');
    await client.getsAll(framesOf(channel, all.slice(from)), {
      message: 'in a storm, a resume had a gap or a duplicate, or was out of order',
      cause: 'what is published between the last look into the store and the first live message falls into the gap, or comes twice',
    });
    await client.getsNothing('after a resume in a storm, a message came twice');
  }
}
