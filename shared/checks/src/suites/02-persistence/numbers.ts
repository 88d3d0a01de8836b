// What a message carries: its number, its id, its time.

import type { Frame } from '@workshop/protocol';
import { type Check, wrong } from '../../check.ts';
import { msg, ok } from '../../expected.ts';
import {
  historyOf,
  numbered,
  publish,
  publishAll,
  resume,
  sameMessages,
  STAMPED,
  type Stored,
  stampOf,
  subscribe,
} from '../../messages.ts';

const group = 'numbers';
const A_MINUTE = 60_000;
const FULLY_STAMPED = { ...STAMPED, time: /^\d{13}$/ };

/** @throws {Failure} where the numbers do not strictly rise */
function rises(messages: readonly Stored[]): void {
  for (const [at, { seq }] of messages.entries()) {
    const before = messages[at - 1];
    if (before && seq <= before.seq)
      throw wrong(
        'the seq of a channel did not strictly rise',
        `a seq above ${before.seq}`,
        `seq=${seq}`,
        'number the messages of a channel in the order in which they are stored and delivered, each with a number of its own',
      );
  }
}

const timeOf = ({ tags }: Frame) => tags?.get('time') ?? '';

export const numbers: readonly Check[] = [
  {
    id: 'stamps',
    group,
    title: 'a message carries seq, id and time, and its publisher is told the same seq and id',
    rules: ['P3-3', 'P3-4', 'P3-5', 'P3-8'],
    async run({ join, random }) {
      const [channel, id] = [random.word('news'), random.word('id')];
      const [alice, bob] = [await join('alice'), await join('bob')];
      await subscribe(bob, channel);
      for (const [tags, own] of [
        ['@label=1', /./],
        [`@label=2;id=${id}`, id],
      ] as const) {
        alice.send(`${tags} PUBLISH:${channel}:x`);
        const told = stampOf(
          await alice.gets(ok('PUBLISH', channel, { ...STAMPED, id: own }), {
            message: 'a tagged publish was not answered with its seq and id',
            cause: "the id is the publisher's own, or one that the broker makes",
          }),
        );
        const seen = await bob.gets(msg(channel, 'x', told), 'a message did not carry the seq and id that its publisher was told');
        const time = Number(timeOf(seen));
        if (!(Math.abs(Date.now() - time) < A_MINUTE))
          throw wrong(
            'the time of a message is not now, in milliseconds since 1970',
            `about ${Date.now()}`,
            `time=${timeOf(seen)}`,
            'is it in seconds since 1970, or counted from the start of the program?',
          );
      }
    },
  },
  {
    id: 'seq-rises',
    group,
    title: 'the seq of a channel strictly rises, and all its subscribers see the same',
    rules: ['P3-3'],
    async run({ join, random }) {
      const channels = [random.word('news'), random.word('sport')] as const;
      const readers = [await join('reader'), await join('another')] as const;
      for (const reader of readers) for (const channel of channels) await subscribe(reader, channel);
      const publishers = [await join('alice'), await join('bob'), await join('carol')];
      for (const publisher of publishers)
        publisher.send(...numbered(60).map((body) => `PUBLISH:${random.pick(channels)}:${publisher.who} ${body}`));
      const anything = { text: 'MSG:<channel>:<body> with seq and id', matches: ({ verb }: Frame) => verb === 'MSG' };
      const seen = await Promise.all(
        readers.map(async (reader) => {
          const frames: Frame[] = [];
          for (let n = 0; n < 180; n++) frames.push(await reader.gets(anything, 'a subscriber did not get every message'));
          return channels.map((channel) =>
            frames.filter(({ target }) => target === channel).map((frame) => ({ ...stampOf(frame), body: frame.body ?? '' })),
          );
        }),
      );
      for (const at of channels.keys()) {
        const [mine = [], others = []] = [seen[0]?.[at], seen[1]?.[at]];
        rises(mine);
        sameMessages(others, mine, 'two subscribers did not see the same numbers in the same order');
      }
    },
  },
  {
    id: 'made-ids',
    group,
    title: 'every id that the broker makes is unique',
    rules: ['P3-4'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      const made = [...(await publishAll(alice, channel, numbered(40))), ...(await publishAll(bob, channel, numbered(40)))];
      const twice = made.find(({ id }, at) => made.findIndex((other) => other.id === id) < at);
      if (twice)
        throw wrong(
          'two messages of a channel have the same id',
          'a different id for each',
          `id=${twice.id} twice`,
          'make ids that no other session, and no earlier run of the broker, has made',
        );
      sameMessages((await historyOf(alice, channel, 100)).messages, made, 'not every publish without an id was stored');
    },
  },
  {
    id: 'stamps-everywhere',
    group,
    title: 'a message carries the same tags whether it comes live, by HISTORY, or by a resume',
    rules: ['P3-3', 'P3-4', 'P3-5', 'P3-9', 'P3-15'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob, carol] = [await join('alice'), await join('bob'), await join('carol')];
      const { seq } = await subscribe(bob, channel);
      await publish(alice, channel, 'x');
      const why = 'a message that came again later did not carry the tags that it had when it came live';
      const live = await bob.gets(msg(channel, 'x', FULLY_STAMPED), 'a message did not carry seq, id and time');
      const same = msg(channel, 'x', Object.fromEntries(live.tags ?? []));
      bob.send(`HISTORY:${channel}:1`);
      await bob.gets(same, why);
      await resume(carol, channel, seq, { recovered: 1 }, 'a SUBSCRIBE with since was not answered with recovered=1');
      await carol.gets(same, why);
    },
  },
  {
    id: 'numbers-after-restart',
    group,
    title: 'after a restart the seq goes on, and no id that the broker made comes again',
    rules: ['P3-3', 'P3-4', 'P3-7'],
    settings: { RETAIN_MESSAGES: '3' },
    async run({ broker, join, random, transcript }) {
      const channel = random.word('news');
      const user = random.word('alice');
      const before = await publishAll(await join('alice', { user }), channel, numbered(5));
      transcript.add('grader', '·', 'kills the broker and starts it again');
      await broker.restart();
      const after = await publishAll(await join('alice', { user }), channel, numbered(5));
      rises([...before, ...after]);
      const again = after.find(({ id }) => before.some((old) => old.id === id));
      if (again)
        throw wrong(
          'an id that the broker made came again after a restart',
          'another',
          `id=${again.id}`,
          'does a counter start again with the broker?',
        );
    },
  },
];
