// Topic patterns, on one broker.

import { type Check, wrong } from '../../check.ts';
import { error, msg, ok } from '../../expected.ts';
import { parseFrame } from '../../frames.ts';
import { numbered, publishAll, publishCopies, STAMPED, subscribe } from '../../messages.ts';
import { matches } from './naive-matcher.ts';

const group = 'topics';
/** A replay of 9 MB: more than the kernel's buffers on the way hold. */
const [MESSAGES, BYTES, BURST] = [300, 30_000, 10];

/** Patterns of one word `w`, with channels that each matches and channels that it does not. */
const EXAMPLES: readonly (readonly [pattern: string, matching: readonly string[], other: readonly string[]])[] = [
  ['w.*', ['w.a', 'w.w'], ['w', 'w.a.b', 'x.a', 'a.w']],
  ['w.#', ['w', 'w.a', 'w.a.b.c'], ['x', 'x.w', 'ww']],
  ['*.w', ['a.w', 'w.w'], ['w', 'a.b.w', 'w.a']],
  ['#.w', ['w', 'a.w', 'a.b.w'], ['w.a']],
  ['w.#.z', ['w.z', 'w.a.z', 'w.a.b.z'], ['w', 'z', 'w.z.a', 'w.a']],
  ['w.*.*', ['w.a.b'], ['w.a', 'w.a.b.c']],
  ['w.*.#', ['w.a', 'w.a.b'], ['w', 'x.a']],
  ['w.#.*', ['w.a', 'w.a.b'], ['w']],
];

export const topics: readonly Check[] = [
  {
    id: 'topic-patterns',
    group,
    title: '* stands for one word, # for any number of words, even none, and MSG carries the real channel',
    rules: ['P7-1'],
    async run({ join, random }) {
      const publisher = await join('publisher');
      for (const [pattern, matching, other] of EXAMPLES) {
        const word = random.word('w');
        const real = (text: string) => text.replaceAll(/\bw\b/g, word);
        const subscriber = await join('subscriber');
        subscriber.send(`SUBSCRIBE:${real(pattern)}`);
        await subscriber.settle();
        publisher.send(...[...other, ...matching].map((channel) => `PUBLISH:${real(channel)}:${channel}`));
        await publisher.settle();
        await subscriber.getsOnly(
          matching.map((channel) => `MSG:${real(channel)}:${channel}`),
          {
            message: 'a pattern did not match exactly the channels that it should',
            cause: '* is one whole word, # any number of them: news.# matches news, and news.* does not match news.a.b',
          },
        );
      }
    },
  },
  {
    id: 'topic-any',
    group,
    title: 'random patterns match random channels as the rule says',
    rules: ['P7-1', 'P7-2'],
    async run({ join, random }) {
      const root = random.word('r');
      const words = (choices: readonly [string, ...string[]]) =>
        [root, ...Array.from({ length: 1 + random.below(4) }, () => random.pick(choices))].join('.');
      const publisher = await join('publisher');
      const channels = Array.from({ length: 40 }, () => words(['a', 'b', 'c']));
      // Two patterns each: among more, one that matches nearly everything would hide what the others do.
      for (let n = 1; n <= 12; n++) {
        const patterns = [words(['a', 'b', '*', '#']), words(['a', 'b', '*', '#'])];
        const subscriber = await join(`subscriber ${n}`);
        subscriber.send(...patterns.map((pattern) => `SUBSCRIBE:${pattern}`));
        await subscriber.settle();
        publisher.send(...channels.map((channel, at) => `PUBLISH:${channel}:${at}`));
        await publisher.settle();
        const expected = channels.flatMap((channel, at) =>
          patterns.some((pattern) => matches(pattern, channel)) ? [`MSG:${channel}:${at}`] : [],
        );
        await subscriber.getsOnly(expected, 'a subscriber of two patterns did not get exactly what they match, each message once');
      }
    },
  },
  {
    id: 'topic-once',
    group,
    title: 'a session gets one copy, however many of its subscriptions match',
    rules: ['P7-2'],
    async run({ join, random }) {
      const word = random.word('news');
      const [alice, publisher] = [await join('alice'), await join('publisher')];
      alice.send(...['.a', '.*', '.#', '.a.#', '.#.a'].map((rest) => `SUBSCRIBE:${word}${rest}`), `SUBSCRIBE:${word}.*`);
      await alice.settle();
      publisher.send(`PUBLISH:${word}.a:x`);
      await publisher.settle();
      await alice.getsOnly([`MSG:${word}.a:x`], {
        message: 'a session whose subscriptions overlap did not get exactly one copy',
        cause: 'collect the sessions of all matching subscriptions in one set, then send',
      });
    },
  },
  {
    id: 'topic-unsubscribe',
    group,
    title: 'UNSUBSCRIBE takes away one pattern, and leaves the others',
    rules: ['P2-2', 'P7-1'],
    async run({ join, random }) {
      const word = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      alice.send(`SUBSCRIBE:${word}.*`, `SUBSCRIBE:${word}.#`, `SUBSCRIBE:${word}.a`);
      bob.send(`SUBSCRIBE:${word}.*`);
      await bob.settle();
      for (const [gone, left] of [
        ['.#', true],
        ['.a', true],
        ['.*', false],
      ] as const) {
        alice.send(`UNSUBSCRIBE:${word}${gone}`);
        await alice.settle();
        bob.send(`PUBLISH:${word}.a:${gone}`);
        await bob.gets(`MSG:${word}.a:${gone}`, 'a subscriber got nothing more after another one had unsubscribed');
        await alice.getsOnly(left ? [`MSG:${word}.a:${gone}`] : [], 'UNSUBSCRIBE of a pattern did not take away exactly this one');
      }
    },
  },
  {
    id: 'topic-refusals',
    group,
    title: 'a pattern cannot be resumed, asked for its history, or published to, and must be well-formed',
    rules: ['P7-4', 'P1-6'],
    async run({ join, random }) {
      const word = random.word('news');
      const alice = await join('alice');
      const refused = [
        `@since=0 SUBSCRIBE:${word}.*`,
        `@since=0 SUBSCRIBE:#`,
        `@label=h HISTORY:${word}.#`,
        `@label=p PUBLISH:${word}.*:x`,
      ];
      const malformed = ['news.*x', 'news..#', '##', '.*', '#.', 'ne ws.*', `${'w.'.repeat(127)}*x`];
      for (const frame of [...refused, ...malformed.map((pattern) => `@label=m SUBSCRIBE:${pattern}`)]) {
        alice.send(frame);
        await alice.gets(error('BAD_CHANNEL'), {
          message: 'something that cannot be done with a pattern was not refused with BAD_CHANNEL',
          cause: 'a pattern has no log of its own, and so no cursor; * and # stand for whole words',
        });
      }
    },
  },
  {
    id: 'topic-answer',
    group,
    title: 'the OK of a pattern has no seq',
    rules: ['P7-4'],
    async run({ join, random }) {
      const alice = await join('alice');
      const pattern = `${random.word('news')}.*`;
      alice.send(`@label=s SUBSCRIBE:${pattern}`);
      await alice.gets(
        ok('SUBSCRIBE', pattern, { label: 's', seq: undefined }),
        'a tagged SUBSCRIBE of a pattern was not answered, or was answered with a seq',
      );
      alice.send(`@label=u UNSUBSCRIBE:${pattern}`);
      await alice.gets(ok('UNSUBSCRIBE', pattern, { label: 'u' }), 'a tagged UNSUBSCRIBE of a pattern was not answered');
    },
  },
  {
    id: 'topic-rights',
    group,
    title: 'a pattern is allowed only where one pattern of the token covers it',
    rules: ['P7-5', 'P4-7'],
    async run({ join, random }) {
      const word = random.word('news');
      const alice = await join('alice', { claims: { subscribe: [`${word}.a`, `${word}.b.#`, `${word}.*.c`] } });
      for (const pattern of [`${word}.b.*`, `${word}.b.#`, `${word}.b`, `${word}.*.c`]) {
        alice.send(`@label=s SUBSCRIBE:${pattern}`);
        await alice.gets(ok('SUBSCRIBE', pattern), 'a pattern that the token covers was refused');
      }
      for (const pattern of [`${word}.*`, `${word}.#`, '#', '*', `${word}.*.*`, `${word}.#.c`]) {
        alice.send(`@label=s SUBSCRIBE:${pattern}`);
        await alice.gets(error('FORBIDDEN'), {
          message: 'a pattern that matches more than the token allows was not FORBIDDEN',
          cause: 'ask whether one pattern of the token matches all that this pattern matches, not whether some channel matches both',
        });
      }
    },
  },
  {
    id: 'topic-revoked',
    group,
    title: 'AUTH again drops patterns that the new token no longer covers',
    rules: ['P4-10', 'P7-5'],
    async run({ join, random, token }) {
      const word = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      alice.send(`SUBSCRIBE:${word}.#`, `SUBSCRIBE:${word}.a.*`, `AUTH:${token(alice.user, { subscribe: [`${word}.a.*`] })}`);
      await alice.gets(`OK:AUTH:${alice.user}`, 'a good token was not accepted');
      bob.send(`PUBLISH:${word}.b:no`, `PUBLISH:${word}.a.b:yes`);
      await bob.settle();
      await alice.getsOnly([`MSG:${word}.a.b:yes`], 'a pattern outlived the right to it, or one that the token still covers was dropped');
    },
  },
  {
    id: 'topic-private',
    group,
    title: 'no pattern matches an inbox',
    rules: ['P7-5', 'P6-8'],
    async run({ join }) {
      const [alice, bob, ear] = [await join('alice'), await join('bob'), await join('ear')];
      ear.send('SUBSCRIBE:#', 'SUBSCRIBE:*');
      await ear.settle();
      alice.send(`PUBLISH:@${bob.user}:psst`);
      await bob.gets(`MSG:@${alice.user}:psst`, 'a private message did not come');
      const overheard = (await ear.settle()).filter((frame) => frame.includes('psst'));
      if (overheard.length > 0) throw wrong('a subscriber of # got a private message', 'nothing private', overheard.join(', '));
      ear.send('UNSUBSCRIBE:#', 'UNSUBSCRIBE:*'); // other checks may have left somebody typing, whose end it would hear
      await ear.settle();
      for (const pattern of ['@*', `@${bob.user}.#`, '@#']) {
        ear.send(`@label=s SUBSCRIBE:${pattern}`);
        await ear.gets(
          { text: 'ERROR:FORBIDDEN or ERROR:BAD_CHANNEL', matches: ({ verb, target }) => verb === 'ERROR' && target !== 'INTERNAL' },
          {
            message: 'a pattern of users was not refused',
            cause: 'only one’s own inbox can be subscribed to, by its name',
          },
        );
      }
    },
  },
  {
    id: 'topic-typing',
    group,
    title: 'a matching pattern counts as being subscribed: its session is told who types and who stops, and may type',
    rules: ['P7-3', 'P5-5'],
    async run({ join, random }) {
      const channel = `${random.word('news')}.a`;
      const [alice, bob] = [await join('alice'), await join('bob')];
      alice.send(`SUBSCRIBE:${channel}`);
      bob.send(`SUBSCRIBE:${channel.replace('.a', '.*')}`);
      for (const client of [alice, bob]) await client.settle();
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(`USER_TYPING:${channel}:${alice.user}`, 'a subscriber by a pattern was not told that somebody is typing');
      bob.send(`USER_TYPING:${channel}`);
      await alice.gets(`USER_TYPING:${channel}:${bob.user}`, {
        message: 'a subscriber by a pattern could not type',
        cause: 'ask whether the session gets the messages of the channel, by whatever subscription',
      });
      const late = await join('late');
      late.send(`SUBSCRIBE:${channel.replace('.a', '.#')}`);
      await late.getsInAnyOrder(
        [`USER_TYPING:${channel}:${alice.user}`, `USER_TYPING:${channel}:${bob.user}`],
        'a new subscriber by a pattern was not told who is typing',
      );
      alice.send(`PUBLISH:${channel}:done`);
      for (const client of [bob, late])
        await client.getsAll([`USER_STOPPED:${channel}:${alice.user}`, `MSG:${channel}:done`], {
          message: 'a subscriber by a pattern got a message before its typist had stopped',
          cause: 'tell everyone that the typist has stopped, whatever their subscriptions, and only then deliver to anyone',
        });
      await alice.gets(`MSG:${channel}:done`, 'a subscriber did not get its own message');
      bob.send(`UNSUBSCRIBE:${channel.replace('.a', '.*')}`);
      await alice.gets(`USER_STOPPED:${channel}:${bob.user}`, 'a typist who unsubscribed from the pattern was still typing');
    },
  },
  {
    id: 'topic-live-and-resume',
    group,
    title: 'a channel can be resumed beside a pattern that matches it',
    rules: ['P3-15', 'P7-4'],
    async run({ join, random }) {
      const channel = `${random.word('news')}.a`;
      const [alice, bob] = [await join('alice'), await join('bob')];
      bob.send(`PUBLISH:${channel}:1`);
      await bob.settle();
      await subscribe(alice, `${channel}.never`);
      alice.send(`SUBSCRIBE:${channel.replace('.a', '.*')}`, `@since=0 SUBSCRIBE:${channel}`);
      await alice.gets(ok('SUBSCRIBE', channel, { recovered: 1, seq: /^\d+$/ }), 'a channel could not be resumed beside a pattern');
      await alice.gets(msg(channel, '1', STAMPED), 'a resume beside a pattern did not replay');
      bob.send(`PUBLISH:${channel}:2`);
      await bob.settle();
      await alice.getsOnly([msg(channel, '2', STAMPED)], 'a message did not come exactly once to a subscriber by name and by pattern');
    },
  },
  {
    id: 'topic-live-in-replay',
    group,
    title: 'what is published during a replay comes once, beside a pattern that matches the channel',
    rules: ['P3-15', 'P7-2'],
    async run({ join, random, transcript }) {
      const channel = `${random.word('news')}.a`;
      const [alice, bob] = [await join('alice'), await join('bob')];
      await publishCopies(bob, channel, random.text(BYTES), MESSAGES, BURST);
      alice.send(`SUBSCRIBE:${channel.replace('.a', '.*')}`, `@since=0 SUBSCRIBE:${channel}`);
      await alice.gets(ok('SUBSCRIBE', channel, { recovered: 1 }), 'a channel could not be resumed beside a pattern');
      alice.pause();
      transcript.add('grader', '·', 'alice does not read, so her replay has to wait');
      const live = await publishAll(bob, channel, numbered(BURST));
      alice.resume();
      const frames = (await alice.settle()).map(parseFrame);
      for (const { seq } of live) {
        const copies = frames.filter(({ tags }) => tags?.get('seq') === String(seq)).length;
        if (copies !== 1)
          throw wrong(
            'what was published during a replay did not come exactly once to a subscriber by name and by pattern',
            '1 copy',
            `${copies} copies of the message with seq=${seq}`,
            'until the replay has ended, send the channel from the log alone: a copy through the pattern would come on top of it',
          );
      }
    },
  },
];
