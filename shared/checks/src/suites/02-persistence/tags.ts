// What tags look like, which are a client's to set, and which are the broker's.

import type { Cause, Check } from '../../check.ts';
import type { Client } from '../../client.ts';
import { error, ok, msg } from '../../expected.ts';
import { historyOf, sameMessages } from '../../messages.ts';

const group = 'tags';

const NO_TAGS = [
  '@',
  '@label=1;',
  '@;label=1',
  '@label=1;;x=1',
  '@Label=1',
  '@la_bel=1',
  '@label1=1',
  '@=1',
  '@label=1;=',
  '@étiquette=1',
  '@label=1 ',
  '@label=1 x',
];

const NO_NAMES = ['', 'a/b', 'é', 'a:b', 'a,b', '"a"', 'a=b', 'a\n', 'x'.repeat(65)];
const NO_NUMBERS = ['', '-1', '+1', '1.5', '1e3', '0x10', 'abc', '٣', '1\n', '9'.repeat(16)];

const BROKERS_OWN = ['seq', 'time', 'from', 'origin', 'dup', 'recovered', 'last', 'more'];

async function refuses(client: Client, frame: string, message: string, cause: Cause): Promise<void> {
  client.send(frame);
  await client.gets(error('BAD_FRAME'), { message, cause });
}

async function hasNothing(client: Client, channel: string): Promise<void> {
  await client.getsNothing('a frame with bad tags was answered more than once, or had an effect');
  sameMessages((await historyOf(client, channel)).messages, [], 'a publish with bad tags was stored');
}

export const tags: readonly Check[] = [
  {
    id: 'bad-tags',
    group,
    title: 'a malformed list of tags is BAD_FRAME, and has no effect',
    rules: ['P1-10'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      alice.send(`SUBSCRIBE:${channel}`);
      const message = 'tags that break the grammar were not refused with BAD_FRAME';
      const cause = 'a key is small letters and "-"; ";" stands between two tags only; one space ends the list, and the verb follows';
      for (const list of NO_TAGS) await refuses(alice, `${list} PUBLISH:${channel}:x`, message, cause);
      for (const frame of ['@label=1', '@label=1:x', `@label=1;x PUBLISH${'\t'}:${channel}:x`]) await refuses(alice, frame, message, cause);
      await hasNothing(alice, channel);
    },
  },
  {
    id: 'bad-tag-values',
    group,
    title: 'a malformed id, label or since is BAD_FRAME, and has no effect',
    rules: ['P1-12'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const bad = (frame: string) =>
        refuses(alice, frame, 'a bad value of id, label or since was not refused with BAD_FRAME', {
          any: 'id and label: 1 to 64 characters of A-Z a-z 0-9 _ - and "."; since: 1 to 15 digits; "label" is the same as "label="',
          python:
            'id and label: 1 to 64 characters of A-Z a-z 0-9 _ - and "."; since: 1 to 15 digits of ASCII; use re.fullmatch, because $ lets a line end pass',
        });
      for (const key of ['id', 'label']) {
        await bad(`@${key} PUBLISH:${channel}:x`);
        for (const value of NO_NAMES) await bad(`@${key}=${value} PUBLISH:${channel}:x`);
      }
      for (const value of NO_NUMBERS) for (const verb of ['SUBSCRIBE', 'HISTORY']) await bad(`@since=${value} ${verb}:${channel}`);
      await hasNothing(alice, channel);
      alice.send(`PUBLISH:${channel}:x`);
      await alice.getsNothing('a SUBSCRIBE with a bad since subscribed all the same');
    },
  },
  {
    id: 'legal-tags',
    group,
    title: 'every legal list of tags is accepted: unknown ones are ignored, and of two equal keys the last counts',
    rules: ['P1-10', 'P1-12'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const word = random.text(10);
      const longest = `${random.text(30)}_-.${random.text(31)}`;
      for (const [list, label] of [
        [`@x=1;label=${word}`, word],
        [`@label=${word};x`, word],
        [`@x=;label=${word};a-b=é:=@"`, word],
        [`@constructor=1;label=${word};-=1`, word],
        [`@label=${random.text(5)};label=${word}`, word],
        [`@id=${random.text(5)};x=1;x=2;label=${word}`, word],
        [`@label=${longest}`, longest],
        ['@label=.', '.'],
      ] as const) {
        alice.send(`${list} PUBLISH:${channel}:x`);
        await alice.gets(ok('PUBLISH', channel, { label }), {
          message: 'a legal list of tags was refused, or its label did not come back',
          cause: 'a value is any characters but ";" and space; tags nobody knows are skipped; the last of two equal keys counts',
        });
      }
      const [first, last] = [random.word('id'), random.word('id')];
      alice.send(`@id=${first};id=${last} PUBLISH:${channel}:x`);
      await alice.gets(ok('PUBLISH', channel, { id: last }), 'of two equal tags, the last did not count');
      alice.send(`@since=${'9'.repeat(15)} HISTORY:${channel}`);
      await alice.gets(ok('HISTORY', channel, { last: '9'.repeat(15) }), 'a since of 15 digits was not accepted');
    },
  },
  {
    id: 'brokers-tags',
    group,
    title: "a client that sets a broker's tag is refused with BAD_FRAME, without effect",
    rules: ['P1-11'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const message = "a client could set a broker's tag";
      const cause = 'seq, time, from, origin, dup, recovered, last and more say what the broker vouches for: nobody else may say it';
      for (const key of BROKERS_OWN) {
        await refuses(alice, `@${key}=${random.below(100)} PUBLISH:${channel}:x`, message, cause);
        await refuses(alice, `@label=a;${key} SUBSCRIBE:${channel}`, message, cause);
      }
      await hasNothing(alice, channel);
      const bob = await join('bob');
      bob.send(`@x=1 SUBSCRIBE:${channel}`, `PUBLISH:${channel}:real`);
      await bob.getsInAnyOrder([ok('SUBSCRIBE', channel), msg(channel, 'real')], 'after refused frames, the channel did not work');
      await alice.getsNothing("a SUBSCRIBE with a broker's tag subscribed all the same");
    },
  },
];
