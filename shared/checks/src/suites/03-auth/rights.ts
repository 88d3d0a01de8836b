// What a user may do: patterns in the token, checked at every verb.

import { type Check, wrong } from '../../check.ts';
import { error, msg, ok, type Pattern } from '../../expected.ts';
import { historyOf, publish, sameMessages } from '../../messages.ts';
import { inSeconds, sign } from '../../tokens.ts';

const group = 'rights';

/** A token's patterns, channels that they match, and channels that they do not. */
const PATTERNS: readonly (readonly [patterns: readonly string[], matched: readonly string[], others: readonly string[]])[] = [
  [['news'], ['news'], ['new', 'newsx', 'NEWS', 'news.a', 'a.news']],
  [['news.*'], ['news.a', 'news.b'], ['news', 'news.a.b', 'newsx.a', 'a.news.a']],
  [['news.#'], ['news', 'news.a', 'news.a.b.c'], ['newsx', 'newsx.a', 'a.news']],
  [['*.a'], ['news.a', 'b.a'], ['a', 'news.b', 'news.b.a']],
  [['#.end'], ['end', 'a.end', 'a.b.end'], ['end.a', 'a.endx']],
  [['a.#.z'], ['a.z', 'a.b.z', 'a.b.c.z', 'a.z.z'], ['a', 'z', 'a.z.b', 'b.a.z']],
  [['*.b.#'], ['a.b', 'a.b.c.d'], ['b', 'b.a', 'a.c.b']],
  [
    ['news', 'sport.*'],
    ['news', 'sport.a'],
    ['sport', 'news.a'],
  ],
];

/** Puts a prefix of its own before each word, so that the channels are nobody else's. */
function owned(prefix: string, text: string): string {
  return text.replace(/[A-Za-z]+/g, (word) => prefix + word);
}

const PATTERN_CAUSE = '* stands for exactly one word, # for any number of words, even none; words are compared whole, and case counts';

export const rights: readonly Check[] = [
  {
    id: 'rights-publish',
    group,
    title: 'where the token lists publish, its user may publish to what the patterns match, and nothing else is stored',
    rules: ['P4-7'],
    async run({ join, random }) {
      const admin = await join('admin');
      for (const [patterns, matched, others] of PATTERNS) {
        const prefix = random.text(5);
        const alice = await join('alice', { claims: { publish: patterns.map((pattern) => owned(prefix, pattern)) } });
        for (const channel of matched.map((name) => owned(prefix, name))) {
          alice.send(`@label=1 PUBLISH:${channel}:x`);
          await alice.gets(ok('PUBLISH', channel, { label: '1' }), {
            message: 'a publish that the token allows was refused',
            cause: PATTERN_CAUSE,
          });
        }
        for (const channel of others.map((name) => owned(prefix, name))) {
          alice.send(`@label=2 PUBLISH:${channel}:x`);
          await alice.gets(error('FORBIDDEN', { label: '2' }), {
            message: 'a publish that the token does not allow was not refused with FORBIDDEN',
            cause: PATTERN_CAUSE,
          });
          alice.send(`PUBLISH:${channel}:x`);
          await alice.gets(error('FORBIDDEN'), 'a plain publish that the token does not allow was not refused with FORBIDDEN');
          sameMessages((await historyOf(admin, channel)).messages, [], 'a publish that was refused with FORBIDDEN was stored');
        }
      }
    },
  },
  {
    id: 'rights-subscribe',
    group,
    title: 'where the token lists subscribe, its user may subscribe to what the patterns match, and gets nothing else',
    rules: ['P4-7'],
    async run({ join, random }) {
      const admin = await join('admin');
      for (const [patterns, matched, others] of PATTERNS) {
        const prefix = random.text(5);
        const alice = await join('alice', { claims: { subscribe: patterns.map((pattern) => owned(prefix, pattern)) } });
        for (const channel of others.map((name) => owned(prefix, name))) {
          for (const tags of ['', '@label=1 ', '@since=0 ']) {
            alice.send(`${tags}SUBSCRIBE:${channel}`);
            await alice.gets(error('FORBIDDEN'), {
              message: 'a SUBSCRIBE that the token does not allow was not refused with FORBIDDEN',
              cause: PATTERN_CAUSE,
            });
          }
          await publish(admin, channel, 'x');
        }
        await alice.getsNothing('a session got a message of a channel that its token does not allow');
        for (const channel of matched.map((name) => owned(prefix, name))) {
          alice.send(`@label=2 SUBSCRIBE:${channel}`);
          await alice.gets(ok('SUBSCRIBE', channel, { label: '2' }), {
            message: 'a SUBSCRIBE that the token allows was refused',
            cause: PATTERN_CAUSE,
          });
          await publish(admin, channel, 'x');
          await alice.gets(msg(channel, 'x'), 'a subscriber with the right to subscribe did not get a message');
        }
      }
    },
  },
  {
    id: 'rights-history',
    group,
    title: 'reading history needs the right to subscribe; the right to publish is not enough',
    rules: ['P4-8', 'P4-7'],
    async run({ join, random }) {
      const [open, closed] = [random.word('open'), random.word('closed')];
      const admin = await join('admin');
      for (const channel of [open, closed]) await publish(admin, channel, 'x');
      const alice = await join('alice', { claims: { publish: [open, closed], subscribe: [open] } });
      for (const frame of [`HISTORY:${closed}`, `HISTORY:${closed}:1`, `@since=0 HISTORY:${closed}:9`]) {
        alice.send(frame);
        await alice.gets(error('FORBIDDEN'), {
          message: 'HISTORY of a channel without the right to subscribe to it was not refused with FORBIDDEN',
          cause: 'a user who may not listen may not read it afterwards either',
        });
      }
      await publish(alice, closed, 'y');
      const { messages } = await historyOf(alice, open);
      if (messages.length !== 1)
        throw wrong('HISTORY of an allowed channel did not send its messages', '1 message', `${messages.length} messages`);
    },
  },
  {
    id: 'rights-lists',
    group,
    title: 'an empty list allows nothing, an absent one anything; each concerns its own verbs',
    rules: ['P4-7'],
    async run({ connect, join, random, secret }) {
      const channel = random.word('news');
      await publish(await join('admin'), channel, 'x');
      const exp = inSeconds(3600);
      const empty = {
        message: 'an empty list of rights did not forbid everything',
        cause: 'in an empty list, no pattern matches anything: it is not an absent list (CVE-2018-12550)',
      };
      const absent = 'without a list of rights, something was forbidden';
      for (const [claims, mayPublish, maySubscribe] of [
        [{ publish: [], subscribe: [] }, false, false],
        [{ publish: [] }, false, true],
        [{ subscribe: [] }, true, false],
        [{}, true, true],
        [{ publish: ['#'] }, true, true],
      ] as const) {
        const user = random.word('alice');
        const alice = await connect('alice');
        alice.send(`AUTH:${sign({ sub: user, exp, ...claims }, secret)}`);
        await alice.gets(`OK:AUTH:${user}`, 'a token with lists of rights was not accepted');
        for (const [verb, rest, allowed] of [
          ['PUBLISH', ':x', mayPublish],
          ['HISTORY', ':1', maySubscribe],
          ['SUBSCRIBE', '', maySubscribe],
        ] as const) {
          alice.send(`@label=${verb} ${verb}:${channel}${rest}`);
          if (verb === 'HISTORY' && allowed) await alice.gets(msg(channel, 'x'), absent);
          await alice.gets(allowed ? ok(verb, channel, { label: verb }) : error('FORBIDDEN', { label: verb }), allowed ? absent : empty);
        }
      }
    },
  },
  {
    id: 'rights-malformed',
    group,
    title: 'malformed rights do not allow publishing elsewhere',
    rules: ['P4-7'],
    async run({ connect, random, secret, transcript }) {
      const [mine, other] = [random.word('mine'), random.word('other')];
      const refused: Pattern = { text: 'ERROR:<code>:<text>', matches: ({ verb }) => verb === 'ERROR' };
      for (const publish of [`${mine}.#`, '', 0, false, {}, [7], [{}], [[]], [''], [`${mine}.#`, 7]]) {
        const mallory = await connect('mallory');
        transcript.add('grader', '·', `a token with publish: ${JSON.stringify(publish)}`);
        const token = sign({ sub: random.word('mallory'), exp: inSeconds(3600), publish }, secret);
        mallory.send(`AUTH:${token}`, `@label=through PUBLISH:${other}:x`);
        const why = {
          message: 'a token whose publish is not a list of patterns allowed publishing elsewhere',
          cause:
            'what is not understood allows nothing: refuse the token; beware of taking "" and 0 for absent, and a string for a list of letters',
        };
        const first = await mallory.gets(
          { text: 'OK:AUTH or ERROR:UNAUTHORIZED', matches: ({ verb }) => verb === 'OK' || verb === 'ERROR' },
          why,
        );
        await mallory.gets(refused, why);
        if (first.verb === 'ERROR' && first.target !== 'UNAUTHORIZED')
          throw wrong(
            'a token with malformed rights was answered neither OK nor UNAUTHORIZED',
            'ERROR:UNAUTHORIZED',
            `ERROR:${first.target}`,
          );
        await mallory.leave();
      }
    },
  },
  {
    id: 'rights-last',
    group,
    title: 'a broken frame or channel name is refused as such before rights are looked at',
    rules: ['P1-16', 'P4-7'],
    async run({ join, random }) {
      const alice = await join('alice', { claims: { publish: [random.word('news')], subscribe: [random.word('news')] } });
      for (const [code, frame] of [
        ['UNKNOWN_COMMAND', 'DANCE:news'],
        ['BAD_FRAME', 'PUBLISH:news'],
        ['BAD_FRAME', 'SUBSCRIBE:news:x'],
        ['BAD_CHANNEL', 'PUBLISH:ne ws:x'],
        ['BAD_CHANNEL', 'SUBSCRIBE:news..x'],
        ['BAD_CHANNEL', 'HISTORY:ne ws'],
        ['FORBIDDEN', 'PUBLISH:news:x'],
      ] as const) {
        alice.send(frame);
        await alice.gets(error(code), 'where several refusals applied, the answer was not the first of them');
      }
    },
  },
];
