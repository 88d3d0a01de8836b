// Coming back to a channel: first what was missed, then what is live, without a gap and without a duplicate.

import { type Check, wrong } from '../../check.ts';
import { ok } from '../../expected.ts';
import { framesOf, historyOf, numbered, publish, publishAll, resume, sameMessages, subscribe } from '../../messages.ts';

const group = 'resume';

export const GAP = {
  message: 'after a resume, a message was missing, came twice, or was not in its place',
  cause: 'after the OK come the messages with a seq above since, from the store, in order; then the live ones, from there on',
};
export const ANSWER = 'a SUBSCRIBE with since was not answered as the protocol says';

export const resuming: readonly Check[] = [
  {
    id: 'subscribe-tells',
    group,
    title: 'a tagged SUBSCRIBE is answered with the newest seq and the epoch of the store',
    rules: ['P3-13', 'P3-14'],
    async run({ join, random }) {
      const [news, sport] = [random.word('news'), random.word('sport')];
      const [alice, bob, carol] = [await join('alice'), await join('bob'), await join('carol')];
      const all = await publishAll(alice, news, numbered(5));
      await publish(alice, sport, 'x');
      const [first, second, other] = [await subscribe(bob, news), await subscribe(carol, news), await subscribe(carol, sport)];
      if (first.seq !== all[4]?.seq)
        throw wrong('a SUBSCRIBE was not answered with the newest seq', `seq=${all[4]?.seq}`, `seq=${first.seq}`);
      if (new Set([first.epoch, second.epoch, other.epoch]).size > 1)
        throw wrong(
          'two sessions or channels were told different epochs',
          `epoch=${first.epoch}`,
          `epoch=${second.epoch}, and of another channel ${other.epoch}`,
          'the epoch names the store: draw it once, when the file is made, and keep it there',
        );
      await bob.getsNothing('a SUBSCRIBE without since was answered with old messages');
      const more = await publish(alice, news, 'more');
      await bob.getsAll(framesOf(news, [more]), GAP);
      const again = await subscribe(bob, news);
      if (again.seq !== more.seq)
        throw wrong('a second SUBSCRIBE was not answered with the newest seq', `seq=${more.seq}`, `seq=${again.seq}`);
    },
  },
  {
    id: 'resume-missed',
    group,
    title: 'a resume sends exactly what lies after since, in order, and then what is live',
    rules: ['P3-15'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      const { epoch } = await subscribe(bob, channel);
      bob.send(`UNSUBSCRIBE:${channel}`);
      await bob.settle();
      const all = await publishAll(alice, channel, numbered(150));
      const newest = all.at(-1)?.seq ?? 0;
      const at = random.below(40);
      await resume(bob, channel, all[at]?.seq ?? 0, { recovered: 1, epoch, seq: newest }, ANSWER);
      await bob.getsAll(framesOf(channel, all.slice(at + 1)), GAP);
      const live = await publish(alice, channel, 'live');
      await bob.getsAll(framesOf(channel, [live]), GAP);
      await bob.getsNothing(GAP);
    },
  },
  {
    id: 'resume-up-to-date',
    group,
    title: 'a session that has missed nothing gets nothing, and is recovered',
    rules: ['P3-15', 'P3-17'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob, carol] = [await join('alice'), await join('bob'), await join('carol')];
      const { epoch } = await subscribe(alice, random.word('other'));
      await resume(bob, channel, 0, { recovered: 1, epoch }, ANSWER);
      const last = await publish(alice, channel, 'x');
      await bob.getsAll(framesOf(channel, [last]), GAP);
      await resume(carol, channel, last.seq, { recovered: 1, epoch, seq: last.seq }, ANSWER);
      await carol.getsNothing('a resume sent the message whose seq is since itself');
      const live = await publish(alice, channel, 'y');
      for (const client of [bob, carol]) await client.getsAll(framesOf(channel, [live]), GAP);
    },
  },
  {
    id: 'resume-from-zero',
    group,
    title: 'since=0 asks for everything; without an epoch any is accepted',
    rules: ['P3-17'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      const all = await publishAll(alice, channel, numbered(20));
      await resume(
        bob,
        channel,
        0,
        { recovered: 1, seq: all.at(-1)?.seq ?? 0 },
        {
          message: 'a SUBSCRIBE with since=0 was not answered with recovered=1',
          cause:
            'a session that has seen nothing yet can resume as well; 0 is a number: ask whether since is there, not whether it is true',
        },
      );
      await bob.getsAll(framesOf(channel, all), GAP);
      await bob.getsNothing(GAP);
    },
  },
  {
    id: 'resume-impossible',
    group,
    title: 'another epoch, or a since above the newest: recovered=0, and only live messages follow',
    rules: ['P3-16', 'P3-14'],
    async run({ join, random }) {
      const [channel, empty] = [random.word('news'), random.word('empty')];
      const alice = await join('alice');
      const { epoch } = await subscribe(alice, random.word('other'));
      const why = {
        message: 'a resume that cannot be promised was not answered with recovered=0',
        cause: 'another epoch means another store, and this one never gave out a seq above its newest: it cannot know what was missed',
      };
      const all = await publishAll(alice, channel, numbered(5));
      let newest = all.at(-1)?.seq ?? 0;
      for (const [name, since, given] of [
        ['bob', () => all[1]?.seq ?? 0, `${epoch}x`],
        ['carol', () => 0, random.word('epoch')],
        ['dave', () => newest + 1, epoch],
        ['erin', () => 10 ** 15 - 1, undefined], // the highest there is: a broker may make its seqs from the time
      ] as const) {
        const client = await join(name);
        client.send(`@since=${since()}${given === undefined ? '' : `;epoch=${given}`} SUBSCRIBE:${channel}`);
        await client.gets(ok('SUBSCRIBE', channel, { recovered: 0, epoch, seq: newest }), why);
        await client.getsNothing('a resume with recovered=0 sent old messages');
        const live = await publish(alice, channel, name);
        await client.getsAll(framesOf(channel, [live]), 'after recovered=0, live messages did not come');
        newest = live.seq;
      }
      await resume(await join('frank'), empty, 1, { recovered: 0, epoch }, why);
    },
  },
  {
    id: 'resume-not-retained',
    group,
    title: 'recovered is 0 where a message after since is no longer retained, and 1 where all are',
    rules: ['P3-16', 'P3-17', 'P3-20'],
    settings: { RETAIN_MESSAGES: '10' },
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const other = random.word('quiet');
      const quiet = await publishAll(alice, other, numbered(5));
      const all = await publishAll(alice, channel, numbered(25));
      sameMessages((await historyOf(alice, channel, 100)).messages, all.slice(15), {
        message: 'the history does not have exactly the last RETAIN_MESSAGES messages',
        cause: 'what is older is gone, for HISTORY as well as for a resume',
      });
      sameMessages((await historyOf(alice, other, 100)).messages, quiet, {
        message: 'a busy channel took away the messages of a quiet one',
        cause: 'RETAIN_MESSAGES applies to each channel by itself',
      });
      sameMessages(
        (await historyOf(alice, channel, 3, 0)).messages,
        all.slice(15, 18),
        'HISTORY with since did not begin with what is retained',
      );
      const seq = (at: number) => all[at]?.seq ?? 0;
      for (const [name, since, retained] of [
        ['bob', seq(20), all.slice(21)],
        ['carol', seq(14), all.slice(15)],
        ['dave', seq(13), undefined],
        ['erin', seq(0), undefined],
        ['frank', 0, undefined],
      ] as const) {
        const client = await join(name);
        const why = {
          message: 'recovered is not 1 exactly where every message after since is retained',
          cause: 'part of the gap is not what was asked for: the first message after since must still be there',
        };
        await resume(client, channel, since, { recovered: retained ? 1 : 0 }, why);
        await client.getsAll(framesOf(channel, retained ?? []), GAP);
        await client.getsNothing('a resume with recovered=0 sent part of what was missed');
      }
    },
  },
  {
    id: 'resume-after-restart',
    group,
    title: 'a restart keeps the epoch and what was missed; a new file has another epoch',
    rules: ['P3-14', 'P3-15', 'P3-16', 'P3-2'],
    settings: {},
    async run({ broker, join, random, transcript }) {
      const channel = random.word('news');
      const { epoch } = await subscribe(await join('bob'), channel);
      const all = await publishAll(await join('alice'), channel, numbered(9));
      transcript.add('grader', '·', 'kills the broker and starts it again');
      await broker.restart();
      const bob = await join('bob');
      await resume(
        bob,
        channel,
        all[2]?.seq ?? 0,
        { recovered: 1, epoch, seq: all[8]?.seq ?? 0 },
        {
          message: 'after a restart, a resume was not answered with recovered=1 and the same epoch',
          cause: 'an epoch that is drawn at every start tells readers to forget all that they know: keep it in the file',
        },
      );
      await bob.getsAll(framesOf(channel, all.slice(3)), GAP);
      transcript.add('grader', '·', 'kills the broker, removes its files, and starts it again');
      await broker.kill();
      await broker.clear();
      await broker.start();
      await publishAll(await join('alice'), channel, numbered(9));
      await resume(
        await join('bob'),
        channel,
        all[2]?.seq ?? 0,
        { recovered: 0, epoch },
        {
          message: 'a new file has the epoch of the old one',
          cause: 'a name, an address or a version is no epoch: draw one whenever the file is made',
        },
      );
    },
  },
];
