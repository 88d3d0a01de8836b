// Who may not type, and frames that are malformed.

import type { Check } from '../../check.ts';
import type { ErrorCode } from '@workshop/protocol';
import { error } from '../../expected.ts';
import { enter, typing } from '../../room.ts';

const group = 'refusals';

interface Refused {
  readonly id: string;
  readonly title: string;
  readonly code: ErrorCode;
  readonly frames: readonly string[];
  readonly rules: readonly string[];
  readonly message: string;
  readonly cause: string;
  readonly until?: number;
}

const both = (rests: readonly string[]) => rests.flatMap((rest) => [`USER_TYPING${rest}`, `USER_STOPPED${rest}`]);

const REFUSED: readonly Refused[] = [
  {
    id: 'typing-bad-frame',
    title: 'USER_TYPING and USER_STOPPED need a target and take no body: nobody types for somebody else',
    code: 'BAD_FRAME',
    frames: both(['', ':', ':general:', ':general:bob', ':ne ws:x']).concat('@from=bob USER_TYPING:general', '@seq=1 USER_STOPPED:general'),
    rules: ['P1-4', 'P1-11', 'P1-16'],
    message: 'a frame about typing with a part missing, or one too many, was not refused with BAD_FRAME',
    cause: 'the token says who is typing (dendrite#1523: a forged typist); the broker adds the name, a client never sends it',
  },
  {
    id: 'typing-bad-channel',
    title: 'typing in something that is not a channel is refused with BAD_CHANNEL, before the subscription is looked at',
    code: 'BAD_CHANNEL',
    frames: both([':ne ws', ':news.', ':news.*', ':#', `:${'x'.repeat(256)}`]),
    rules: ['P1-6', 'P1-16'],
    message: 'typing in something that is not a channel was not refused with BAD_CHANNEL',
    cause: 'a name that breaks the grammar is refused before any right is looked at',
  },
  {
    id: 'typing-to-users',
    title: 'there are no users to type to yet',
    code: 'BAD_CHANNEL',
    frames: both([':@bob', ':@*']),
    rules: ['P1-6', 'P1-16'],
    message: 'typing to a user was not refused with BAD_CHANNEL',
    cause: '@bob becomes a name with stage 05',
    until: 4,
  },
];

export const refusals: readonly Check[] = [
  ...REFUSED.map(({ id, title, code, frames, rules, message, cause, until }): Check => {
    return {
      id,
      group,
      title,
      rules,
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
    id: 'typing-not-subscribed',
    group,
    title: 'a session that is not, or no longer, subscribed to the channel is FORBIDDEN to type there',
    rules: ['P5-2'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await context.join('alice'), await enter(context, channel, 'bob')];
      const why = {
        message: 'typing in a channel that the session is not subscribed to was not FORBIDDEN',
        cause: 'check that this session is subscribed to the channel: a user who types there must see the answer',
      };
      alice.send(`USER_TYPING:${channel}`);
      await alice.gets(error('FORBIDDEN'), why);
      alice.send(`@label=a USER_TYPING:${channel}`);
      await alice.gets(error('FORBIDDEN', { label: 'a' }), why);
      alice.send(`SUBSCRIBE:${channel}`, `UNSUBSCRIBE:${channel}`, `USER_TYPING:${channel}`);
      await alice.gets(error('FORBIDDEN'), why);
      await bob.getsNothing('typing that was refused was told all the same');
    },
  },
  {
    id: 'typing-no-right',
    group,
    title: 'a user who may not publish to the channel is FORBIDDEN to type there',
    rules: ['P5-2', 'P4-7'],
    async run(context) {
      const channel = context.random.word('general');
      const bob = await enter(context, channel, 'bob');
      for (const publish of [[], [`${channel}.x`], ['other.#']]) {
        const alice = await enter(context, channel, 'alice', { claims: { publish } });
        alice.send(`USER_TYPING:${channel}`);
        await alice.gets(error('FORBIDDEN'), {
          message: 'typing without the right to publish was not FORBIDDEN',
          cause: 'check the rights as for a publish: a user who may not publish here has nothing to type',
        });
      }
      await bob.getsNothing('typing that was refused was told all the same');
      const carol = await enter(context, channel, 'carol', { claims: { publish: [channel] } });
      carol.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, carol), 'a user who may publish to the channel could not type there');
    },
  },
  {
    id: 'typing-before-auth',
    group,
    title: 'before AUTH, typing is refused and nobody is told',
    rules: ['P4-3', 'P4-4'],
    async run(context) {
      const channel = context.random.word('general');
      const [bob, stranger] = [await enter(context, channel, 'bob'), await context.connect('stranger')];
      for (const frame of both([`:${channel}`])) {
        stranger.send(frame);
        await stranger.gets(error('UNAUTHORIZED'), 'typing before AUTH was not refused with UNAUTHORIZED');
      }
      await bob.getsNothing('typing that was refused was told all the same');
    },
  },
];
