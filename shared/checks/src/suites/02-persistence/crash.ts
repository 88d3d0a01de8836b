// The power cut: whatever was answered or delivered is there afterwards.

import { type Check, wrong } from '../../check.ts';
import { msg } from '../../expected.ts';
import { killStorm } from '../../storms/kill-storm.ts';
import { numbered, publishAll, sameMessages, subscribe, wholeHistory } from '../../messages.ts';

const group = 'crash';

export const crash: readonly Check[] = [
  {
    id: 'answered-survives',
    group,
    title: 'a message that was answered is in the history after SIGKILL',
    rules: ['P3-1', 'P3-2'],
    settings: {},
    async run({ broker, join, random, transcript }) {
      const channel = random.word('news');
      const all = await publishAll(await join('alice'), channel, numbered(20));
      transcript.add('grader', '·', 'kills the broker at once, and starts it again');
      await broker.restart();
      sameMessages(await wholeHistory(await join('bob'), channel), all, {
        message: 'an answered message was not in the history after SIGKILL',
        cause: 'answer when the transaction is committed, not when the message is in memory or in a buffer',
      });
    },
  },
  {
    id: 'delivered-survives',
    group,
    title: 'a message that a subscriber has seen is in the history after SIGKILL',
    rules: ['P3-1', 'P3-2'],
    settings: {},
    async run({ broker, join, random, transcript }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      await subscribe(bob, channel);
      alice.send(...numbered(300).map((body) => `PUBLISH:${channel}:${body}`));
      const count = 1 + random.below(100);
      for (const body of numbered(count)) await bob.gets(msg(channel, body), 'a subscriber did not get every message');
      transcript.add('grader', '·', `kills the broker as the subscriber gets message ${count}, and starts it again`);
      await broker.restart();
      const stored = await wholeHistory(await join('carol'), channel);
      if (stored.length < count)
        throw wrong(
          'a message that a subscriber had got was not in the history after SIGKILL',
          `${count} messages or more`,
          `${stored.length}`,
          'deliver when the transaction is committed: a reader that has seen a message must be able to find it again',
        );
    },
  },
  {
    id: 'kill-storm',
    group,
    title: 'SIGKILL in the middle of a storm, three times: what was answered is there once, in order, and readers miss nothing',
    rules: ['P3-1', 'P3-2', 'P3-3', 'P3-6', 'P3-7', 'P3-15'],
    startsItself: true,
    run: (context) => killStorm(context, { rounds: 3, publishers: 3 }),
  },
];
