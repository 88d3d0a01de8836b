// HISTORY: the last ones, the ones after a number, and paging through all of them.

import { type Check, wrong } from '../../check.ts';
import { error, msg, ok } from '../../expected.ts';
import { framesOf, historyOf, numbered, publish, publishAll, sameMessages, STAMPED, subscribe, wholeHistory } from '../../messages.ts';

const group = 'history';

const BODIES = [
  'a:b::c',
  '',
  ' ',
  'two\nlines',
  '\0',
  'nul\0inside',
  '"é" ✓ 🙂',
  "'); DROP TABLE messages; --",
  '%_*?',
  '@x=1 PUBLISH:y:z',
  '007',
  '1e3',
];
const NO_COUNTS = ['0', '-1', '+1', ' 1', 'abc', '1.5', '٣', ''];

export const history: readonly Check[] = [
  {
    id: 'history-last',
    group,
    title: 'HISTORY sends the last messages, the oldest first, then an OK; without a number 50 of them',
    rules: ['P3-1', 'P3-9', 'P3-11'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      const all = await publishAll(alice, channel, numbered(60));
      const why = {
        message: 'HISTORY did not send the last messages in their order',
        cause:
          'the newest n are wanted, and the oldest of them comes first: ORDER BY seq DESC LIMIT n, then reversed; messages are stored even where nobody listens',
      };
      for (const [count, expected] of [
        [1, all.slice(-1)],
        [7, all.slice(-7)],
        ['', all.slice(-50)],
        [60, all],
        [100, all],
      ] as const) {
        const { messages, end } = await historyOf(bob, channel, count);
        sameMessages(messages, expected, why);
        if (end.tags?.get('last') !== String(all.at(-1)?.seq) || end.tags.has('more'))
          throw wrong(
            'the OK of HISTORY did not say where it ended',
            `last=${all.at(-1)?.seq} and no more`,
            [...(end.tags ?? [])].join(' '),
          );
      }
      await bob.getsNothing('HISTORY was answered more than once');
    },
  },
  {
    id: 'history-of-nothing',
    group,
    title: 'the history of a channel that nobody has used is an OK alone: nothing of channels with similar names is in it',
    rules: ['P3-9', 'P3-11'],
    async run({ join, random }) {
      const word = random.text(6);
      const [alice, bob] = [await join('alice'), await join('bob')];
      for (const channel of [`n_ws-${word}.a`, `N-ws-${word}.a`, `news-${word}.a.b`, `news-${word}`])
        await publish(alice, channel, 'elsewhere');
      for (const channel of [`n-ws-${word}.a`, `news-${word}.a`, `n_WS-${word}.a`]) {
        const { messages, end } = await historyOf(bob, channel);
        sameMessages(messages, [], {
          message: 'a channel has messages of another channel in its history',
          cause: 'every letter of a name counts, and so does its case: compare names with =, not with LIKE, and not ignoring case',
        });
        if (end.tags?.get('last') !== '0' || end.tags.has('more'))
          throw wrong('the OK of an empty history did not say last=0', 'last=0 and no more', [...(end.tags ?? [])].join(' '));
      }
    },
  },
  {
    id: 'history-verbatim',
    group,
    title: 'what comes out of the store is what went in, to the letter',
    rules: ['P1-3', 'P3-9'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      const all = await publishAll(alice, channel, [...BODIES, random.text(60_000)]);
      sameMessages((await historyOf(bob, channel)).messages, all, {
        message: 'a body did not come out of the store as it went in',
        cause: 'store it as text with a bound parameter: other ways cut it at NUL, turn 007 into 7, or take a quote in it for their own',
      });
    },
  },
  {
    id: 'history-bad-count',
    group,
    title: 'a count that is not a positive whole number is BAD_FRAME',
    rules: ['P3-9', 'P1-16'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      await publish(alice, channel, 'x');
      for (const count of NO_COUNTS) {
        for (const tags of ['', '@label=1 ', '@since=0 ']) {
          alice.send(`${tags}HISTORY:${channel}:${count}`);
          await alice.gets(error('BAD_FRAME'), {
            message: 'HISTORY with a count that is not a positive whole number was not refused with BAD_FRAME',
            cause: {
              any: 'digits only, and not only zeros: most languages accept more in a number, such as a sign, a space or a fraction',
              javascript: 'the empty string is not a number either; Number("") is 0, and parseInt("1.5") is 1',
              python: 'int() takes " 1", "+1" and "1_000" too: look at the text first',
            },
          });
        }
      }
      for (const [frame, code] of [
        ['HISTORY', 'BAD_FRAME'],
        ['HISTORY:', 'BAD_FRAME'],
        ['HISTORY:ne ws', 'BAD_CHANNEL'],
        ['HISTORY:news.*', 'BAD_CHANNEL'],
      ] as const) {
        alice.send(frame);
        await alice.gets(error(code), 'HISTORY of something that is not a channel was not refused as the protocol says');
      }
      await alice.getsNothing('a refused HISTORY was answered more than once');
    },
  },
  {
    id: 'history-limit',
    group,
    title: 'more than 1000 means 1000, from either end',
    rules: ['P3-9', 'P3-10', 'P3-11'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      const all = await publishAll(alice, channel, numbered(1003));
      const why = { message: 'HISTORY of more than 1000 did not send 1000', cause: 'a limit that a client can lift is no limit' };
      bob.send(`HISTORY:${channel}:${'9'.repeat(25)}`);
      await bob.getsAll(
        all.slice(-1000).map(({ body }) => `MSG:${channel}:${body}`),
        why,
      );
      await bob.gets(`OK:HISTORY:${channel}`, why);
      const { messages, end } = await historyOf(bob, channel, 5000, 0);
      sameMessages(messages, all.slice(0, 1000), why);
      if (end.tags?.get('more') !== '1')
        throw wrong('the OK of HISTORY did not say that there is more', 'more=1', [...(end.tags ?? [])].join(' '));
    },
  },
  {
    id: 'history-since',
    group,
    title: 'with since, HISTORY sends the first messages after that number',
    rules: ['P3-10', 'P3-11'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      const all = await publishAll(alice, channel, numbered(70));
      const at = 1 + random.below(10);
      const seq = (index: number) => all[index]?.seq ?? 0;
      const newest = seq(69);
      for (const [since, count, expected] of [
        [0, 5, all.slice(0, 5)],
        [0, '', all.slice(0, 50)],
        [seq(at), 3, all.slice(at + 1, at + 4)],
        [seq(60), 9, all.slice(61)],
        [seq(60), 100, all.slice(61)],
        [newest, 5, []],
        [newest + 1000, 5, []],
      ] as const) {
        const { messages, end } = await historyOf(bob, channel, count, since);
        sameMessages(messages, expected, {
          message: 'HISTORY with since did not send the first messages after it',
          cause: 'WHERE seq > since ORDER BY seq LIMIT n: not the message whose seq is since itself, and the oldest first',
        });
        const last = expected.at(-1)?.seq ?? since;
        const more = last < newest ? '1' : undefined;
        if (end.tags?.get('last') !== String(last) || end.tags.get('more') !== more)
          throw wrong(
            'the OK of HISTORY with since did not say where it ended, or whether there is more',
            `last=${last} and ${more ? 'more=1' : 'no more'}`,
            [...(end.tags ?? [])].join(' '),
            'last is the seq of the last message sent, or since where there was none; more only where one with a higher seq is retained',
          );
      }
    },
  },
  {
    id: 'history-paging',
    group,
    title: 'page by page, with each last as the next since, a reader sees every message once',
    rules: ['P3-10', 'P3-11'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      const all = await publishAll(alice, channel, numbered(1500));
      sameMessages(await wholeHistory(bob, channel), all, 'a reader that paged through the history missed a message or got one twice');
      const page = 1 + random.below(40);
      const seen = [];
      for (let since = all[1000]?.seq ?? 0, more = true; more;) {
        const { messages, end } = await historyOf(bob, channel, page, since);
        seen.push(...messages);
        since = Number(end.tags?.get('last'));
        more = end.tags?.has('more') ?? false;
        if (more && messages.length === 0) throw wrong('an empty page said that there is more', 'no more', 'more');
      }
      sameMessages(seen, all.slice(1001), 'a reader that paged through the history missed a message or got one twice');
    },
  },
  {
    id: 'history-of-own',
    group,
    title: 'HISTORY shows what its own session published just before it, in the same burst',
    rules: ['P3-1', 'P3-9', 'P2-6'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const bodies = numbered(20);
      alice.send(...bodies.map((body) => `PUBLISH:${channel}:${body}`), `@label=h HISTORY:${channel}`);
      await alice.getsAll([...bodies.map((body) => msg(channel, body, STAMPED)), ok('HISTORY', channel, { label: 'h' })], {
        message: 'HISTORY did not show what its session had published before it',
        cause: 'what a session has waiting to be stored is stored before its next command is obeyed',
      });
    },
  },
  {
    id: 'history-does-not-subscribe',
    group,
    title: 'HISTORY does not subscribe, and does not end a subscription',
    rules: ['P3-12', 'P2-6'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob, carol] = [await join('alice'), await join('bob'), await join('carol')];
      const old = await publishAll(alice, channel, numbered(3));
      await subscribe(carol, channel);
      sameMessages((await historyOf(bob, channel)).messages, old, 'HISTORY did not send what was published');
      carol.send(`@label=1 HISTORY:${channel}`, `PUBLISH:${channel}:new`);
      await carol.getsAll([...framesOf(channel, old), ok('HISTORY', channel, { label: '1' }), msg(channel, 'new')], {
        message: 'a subscriber that asked for history did not get it, and then what it published',
        cause: "a session's commands take effect in the order sent",
      });
      await carol.getsNothing('a message came twice to a subscriber that had asked for history');
      await bob.getsNothing('a session that had only asked for history got a live message');
    },
  },
];
