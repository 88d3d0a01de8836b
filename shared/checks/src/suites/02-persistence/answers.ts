// Sessions that talk tagged get answers, and those that talk plain are left in peace.

import type { ErrorCode } from '@workshop/protocol';
import type { Check } from '../../check.ts';
import { error, msg, ok } from '../../expected.ts';
import { publish, STAMPED } from '../../messages.ts';

const group = 'answers';

export const answers: readonly Check[] = [
  {
    id: 'tagged-answers',
    group,
    title: 'every tagged command is answered once, with its label, even where it changes nothing',
    rules: ['P1-14', 'P3-8'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const verbs = ['HISTORY', 'SUBSCRIBE', 'SUBSCRIBE', 'HISTORY', 'UNSUBSCRIBE', 'UNSUBSCRIBE', 'PUBLISH'];
      for (const verb of verbs) {
        const label = random.text(1 + random.below(20));
        alice.send(`@label=${label} ${verb}:${channel}${verb === 'PUBLISH' ? ':hello' : ''}`);
        await alice.gets(ok(verb, channel, { label }), {
          message: 'a tagged command was not answered with OK and its label',
          cause: 'every command that has tags gets one answer: @label=… OK:<VERB>:<target>',
        });
        await alice.getsNothing('a tagged command was answered more than once');
      }
    },
  },
  {
    id: 'tagged-refusals',
    group,
    title: 'a refusal carries the label of its command, and is its only answer',
    rules: ['P1-14', 'P1-15'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const refused: [ErrorCode, string][] = [
        ['UNKNOWN_COMMAND', 'DANCE:news'],
        ['BAD_FRAME', 'SUBSCRIBE'],
        ['BAD_FRAME', `SUBSCRIBE:${channel}:x`],
        ['BAD_FRAME', `PUBLISH:${channel}`],
        ['BAD_FRAME', `HISTORY:${channel}:0`],
        ['BAD_CHANNEL', 'PUBLISH:ne ws:x'],
        ['BAD_CHANNEL', 'UNSUBSCRIBE:news..x'],
        ['BAD_CHANNEL', 'HISTORY:ne ws'],
      ];
      for (const [code, frame] of refused) {
        const label = random.text(1 + random.below(20));
        alice.send(`@label=${label} ${frame}`);
        await alice.gets(error(code, { label }), 'the refusal of a tagged command did not carry its code and label');
        await alice.getsNothing('a refused tagged command was answered more than once');
      }
    },
  },
  {
    id: 'any-tag',
    group,
    title: 'any tag asks for an answer; without a label, the answer has none',
    rules: ['P1-10', 'P1-14'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      for (const tags of ['@x=1', '@x', '@id=a.1']) {
        alice.send(`${tags} PUBLISH:${channel}:x`);
        await alice.gets(
          ok('PUBLISH', channel, { label: undefined }),
          'a command with a tag but no label was not answered with an OK that has no label',
        );
      }
      alice.send('@x=1 SUBSCRIBE');
      await alice.gets(error('BAD_FRAME', { label: undefined }), 'the refusal of a command without a label did not come, or had a label');
    },
  },
  {
    id: 'untagged-is-quiet',
    group,
    title: 'a session that talks tagged gets no answer to a command without tags, unless it is refused',
    rules: ['P1-13', 'P1-14'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      await publish(alice, channel, 'tagged');
      for (const frame of [`SUBSCRIBE:${channel}`, `UNSUBSCRIBE:${channel}`, `PUBLISH:${channel}:x`]) {
        alice.send(frame);
        await alice.getsNothing({
          message: 'a command without tags was answered',
          cause: 'whether to answer depends on the command; only whether MSG frames carry tags depends on the session',
        });
      }
      alice.send('PUBLISH:ne ws:x');
      await alice.gets(error('BAD_CHANNEL', { label: undefined }), 'the refusal of a command without tags did not come, or had a label');
    },
  },
  {
    id: 'plain-stays-plain',
    group,
    title: 'a session that never sends a tag gets plain frames, whatever others do',
    rules: ['P1-13', 'P3-9'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await publish(alice, channel, 'x');
      await bob.gets(`MSG:${channel}:x`, {
        message: 'a plain session got a message with tags',
        cause: 'encode a message twice, plain and tagged, and send each session the form that it talks',
      });
      bob.send(`HISTORY:${channel}`);
      await bob.getsAll([`MSG:${channel}:x`, `OK:HISTORY:${channel}`], {
        message: 'a plain session did not get plain history and an OK',
        cause: 'HISTORY is always answered, so that its end can be told; a plain session gets the answer without tags',
      });
      await bob.getsNothing('a plain session got more than it asked for');
    },
  },
  {
    id: 'tagged-from-then-on',
    group,
    title: "from a session's first tag on, the messages sent to it carry tags",
    rules: ['P1-14', 'P3-3', 'P3-4', 'P3-5'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      alice.send(`SUBSCRIBE:${channel}`);
      await alice.settle();
      bob.send(`PUBLISH:${channel}:plain`);
      await alice.gets(`MSG:${channel}:plain`, 'a plain session did not get a plain message');
      const other = random.word('other');
      alice.send(`@x=1 UNSUBSCRIBE:${other}`);
      await alice.gets(ok('UNSUBSCRIBE', other), 'a tagged UNSUBSCRIBE was not answered');
      bob.send(`PUBLISH:${channel}:tagged`);
      await alice.gets(msg(channel, 'tagged', { ...STAMPED, time: /^\d+$/ }), {
        message: 'a session that talks tagged got a message without seq, id or time',
        cause: 'the first frame with tags makes its session a tagged one, for good',
      });
    },
  },
];
