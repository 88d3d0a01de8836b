// What is refused, with which code, and that nothing else comes of it.

import type { ErrorCode } from '@workshop/protocol';
import type { Cause, Check } from '../../check.ts';
import { error } from '../../expected.ts';

const group = 'refusals';

interface Refused {
  readonly id: string;
  readonly title: string;
  readonly rules: readonly string[];
  readonly code: ErrorCode;
  readonly frames: readonly string[];
  readonly message: string;
  readonly cause: Cause;
  readonly until?: number;
}

const REFUSED: readonly Refused[] = [
  {
    id: 'no-verb',
    title: 'a frame that does not start with a verb is BAD_FRAME',
    rules: ['P1-2', 'P1-16'],
    code: 'BAD_FRAME',
    frames: [
      'hello',
      '',
      ':',
      ':news:x',
      'subscribe:news',
      'Publish:news:x',
      ' PUBLISH:news:x',
      'PUBLISH :news:x',
      'PUB1:news',
      'ÄTHER:news',
      'PUBLISH\n:news:x',
    ],
    message: 'a frame that does not start with a verb was not refused with BAD_FRAME',
    cause: 'a verb is one or more of A-Z and _, with nothing before it, and a colon or nothing after it',
  },
  {
    id: 'missing-parts',
    title: 'a missing target or body, or a body too many, is BAD_FRAME',
    rules: ['P1-4', 'P1-16'],
    code: 'BAD_FRAME',
    frames: [
      'SUBSCRIBE',
      'SUBSCRIBE:',
      'SUBSCRIBE:a:b',
      'SUBSCRIBE:a:',
      'UNSUBSCRIBE',
      'UNSUBSCRIBE:a:b',
      'PUBLISH',
      'PUBLISH:',
      'PUBLISH:news',
      'PUBLISH::x',
    ],
    message: 'a frame with a part missing, or one too many, was not refused with BAD_FRAME',
    cause: 'an empty target is a missing one; PUBLISH needs a body, which may be empty, and SUBSCRIBE takes none',
  },
  {
    id: 'unknown-verb',
    title: 'a verb that nobody knows is UNKNOWN_COMMAND, whatever follows it',
    rules: ['P1-16'],
    code: 'UNKNOWN_COMMAND',
    frames: ['DANCE', 'DANCE:', 'DANCE:news:x', 'DANCE:ne ws', 'MSG:news:x', 'OK', 'ERROR:BAD_FRAME:x', '__PROTO__', '_'],
    message: 'an unknown verb was not refused with UNKNOWN_COMMAND',
    cause: 'look the verb up before its target and body; MSG, OK and ERROR are for brokers to say',
  },
  {
    id: 'bad-channel',
    title: 'a name that breaks the grammar is BAD_CHANNEL',
    rules: ['P1-6', 'P1-16'],
    code: 'BAD_CHANNEL',
    frames: [
      ...['ne ws', 'news.', '.news', 'news..x', 'ne/ws', 'né', 'news٣', 'news,x', '<b>', '.', 'x'.repeat(256)].flatMap((name) => [
        `SUBSCRIBE:${name}`,
        `PUBLISH:${name}:x`,
      ]),
      // Of the two line ends, one is dropped. In some languages, $ in a pattern lets another one pass.
      'SUBSCRIBE:news\n\n',
      'PUBLISH:news\n:x',
    ],
    message: 'a bad channel name was not refused with BAD_CHANNEL',
    cause: {
      any: 'words of A-Z a-z 0-9 _ - joined by single dots, at most 255 characters in all',
      python:
        'words of A-Z a-z 0-9 _ - joined by single dots, at most 255 characters in all; use re.fullmatch with re.ASCII: $ lets a line end pass, and \\w letters of every alphabet',
    },
  },
  {
    id: 'no-patterns',
    title: 'a pattern is no channel',
    rules: ['P1-6', 'P1-16'],
    code: 'BAD_CHANNEL',
    frames: ['SUBSCRIBE:news.*', 'SUBSCRIBE:#'],
    message: 'a pattern was not refused with BAD_CHANNEL',
    cause: 'patterns come with stage 06; until then * and # are in no name',
    until: 5,
  },
  {
    id: 'no-publish-to-patterns',
    title: 'nobody publishes to a pattern',
    rules: ['P1-6', 'P1-16'],
    code: 'BAD_CHANNEL',
    frames: ['PUBLISH:news.*:x', 'PUBLISH:#:x', 'PUBLISH:*:x'],
    message: 'a publish to a pattern was not refused with BAD_CHANNEL',
    cause: 'a message has one channel: * and # are in no name',
  },
  {
    id: 'first-refusal',
    title: 'where several refusals apply, the first in the order of the table is answered',
    rules: ['P1-16'],
    code: 'BAD_FRAME',
    frames: ['PUBLISH:ne ws', 'SUBSCRIBE:ne ws:x', 'dance:ne ws:x'],
    message: 'where several refusals applied, the answer was not the first of them',
    cause: 'the order is: no verb, unknown verb, missing parts, bad name',
  },
];

export const refusals: readonly Check[] = [
  ...REFUSED.map(({ id, title, rules, code, frames, message, cause, until }): Check => {
    return {
      id,
      group,
      title,
      rules: [...rules, 'P1-15'],
      ...(until === undefined ? {} : { until }),
      async run({ join }) {
        const alice = await join('alice');
        for (const frame of frames) {
          alice.send(frame);
          await alice.gets(error(code), { message, cause });
        }
        await alice.getsNothing('a refused frame was answered more than once');
      },
    };
  }),
  {
    id: 'refused-without-effect',
    group,
    title: 'a refused command has no effect, and the session stays open',
    rules: ['P1-15', 'P2-9'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      alice.send(`SUBSCRIBE:${channel}:x`);
      await alice.gets(error('BAD_FRAME'), 'a SUBSCRIBE with a body was not refused');
      bob.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:1`);
      await bob.gets(`MSG:${channel}:1`, 'the subscriber did not get the message');
      await alice.getsNothing('a refused SUBSCRIBE subscribed all the same');
      bob.send(`UNSUBSCRIBE:${channel}:x`, `PUBLISH:${channel}:2`);
      await bob.getsInAnyOrder([error('BAD_FRAME'), `MSG:${channel}:2`], 'a refused UNSUBSCRIBE unsubscribed all the same');
    },
  },
];
