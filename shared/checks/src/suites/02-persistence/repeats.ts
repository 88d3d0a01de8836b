// The same id again: a publisher that has got no answer may publish again.

import type { Check } from '../../check.ts';
import { error, msg, ok } from '../../expected.ts';
import { historyOf, numbered, publishAll, sameMessages, STAMPED, stampOf, subscribe } from '../../messages.ts';

const group = 'repeats';

const NOT_THE_FIRST = {
  message: "a repeat was not answered with the first one's seq and dup=1",
  cause: 'the channel and the id (and the user) identify the message: look it up before you number a new one',
};

export const repeats: readonly Check[] = [
  {
    id: 'same-id-once',
    group,
    title: "the same id again is not stored and not delivered; its answer has the first one's seq, and dup=1",
    rules: ['P3-6'],
    async run({ join, random }) {
      const [channel, id] = [random.word('news'), random.word('id')];
      const [alice, bob] = [await join('alice'), await join('bob')];
      await subscribe(bob, channel);
      alice.send(`@label=1;id=${id} PUBLISH:${channel}:first`);
      const first = stampOf(
        await alice.gets(
          ok('PUBLISH', channel, { ...STAMPED, label: '1', id, dup: undefined }),
          'a publish with an id was not answered with that id and a seq',
        ),
      );
      for (const body of ['first', 'another']) {
        await publishAll(alice, channel, [`after ${body}`]);
        alice.send(`@label=2;id=${id} PUBLISH:${channel}:${body}`);
        await alice.gets(ok('PUBLISH', channel, { label: '2', id, seq: first.seq, dup: '1' }), NOT_THE_FIRST);
      }
      await bob.getsAll(
        [msg(channel, 'first', { id }), msg(channel, 'after first'), msg(channel, 'after another')],
        'a repeat was delivered',
      );
      await bob.getsNothing('a repeat was delivered');
      const { messages } = await historyOf(bob, channel);
      sameMessages(
        messages.filter((message) => message.id === id),
        [{ ...first, body: 'first' }],
        'a repeat was stored, or took the place of the first',
      );
    },
  },
  {
    id: 'same-id-in-a-burst',
    group,
    title: 'a repeat in the same burst is found as well',
    rules: ['P3-6'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      await subscribe(bob, channel);
      const ids = numbered(20).map(() => random.word('id'));
      const ask = ids.flatMap((id) => [`@label=first;id=${id} PUBLISH:${channel}:${id}`, `@label=again;id=${id} PUBLISH:${channel}:${id}`]);
      alice.send(...ask);
      for (const id of ids) {
        const { seq } = stampOf(
          await alice.gets(
            ok('PUBLISH', channel, { ...STAMPED, label: 'first', id, dup: undefined }),
            'a publish with an id was not answered with that id and a seq',
          ),
        );
        await alice.gets(ok('PUBLISH', channel, { label: 'again', id, seq, dup: '1' }), NOT_THE_FIRST);
      }
      await bob.getsAll(
        ids.map((id) => msg(channel, id, { id })),
        'a repeat in the same burst was delivered',
      );
      await bob.getsNothing('a repeat in the same burst was delivered');
    },
  },
  {
    id: 'same-id-other-channel',
    group,
    title: 'the same id on another channel is another message; a publish that was refused leaves nothing to repeat',
    rules: ['P3-6', 'P1-15'],
    async run({ join, random }) {
      const [news, sport, id] = [random.word('news'), random.word('sport'), random.word('id')];
      const alice = await join('alice');
      alice.send(`@id=${id} PUBLISH:${news}`);
      await alice.gets(error('BAD_FRAME'), 'a PUBLISH without a body was not refused');
      for (const channel of [news, sport]) {
        alice.send(`@id=${id} PUBLISH:${channel}:x`);
        const why = 'the first publish with this id on this channel was taken for a repeat';
        const stored = { ...stampOf(await alice.gets(ok('PUBLISH', channel, { id, dup: undefined }), why)), body: 'x' };
        sameMessages((await historyOf(alice, channel)).messages, [stored], 'the first publish with this id on this channel was not stored');
      }
      const another = id.toUpperCase();
      alice.send(`@id=${another} PUBLISH:${news}:x`);
      await alice.gets(ok('PUBLISH', news, { id: another, dup: undefined }), {
        message: 'an id that differs only in case was taken for the same one',
        cause: 'ids are compared letter by letter: small and capital letters differ',
      });
    },
  },
  {
    id: 'same-id-other-session',
    group,
    title: 'an id is remembered when its publisher comes back in another session',
    rules: ['P3-6'],
    async run({ join, random }) {
      const [channel, id, user] = [random.word('news'), random.word('id'), random.word('alice')];
      const alice = await join('alice', { user });
      alice.send(`@id=${id} PUBLISH:${channel}:x`);
      const { seq } = stampOf(
        await alice.gets(ok('PUBLISH', channel, { ...STAMPED, id }), 'a publish with an id was not answered with that id and a seq'),
      );
      await alice.leave('reset');
      const again = await join('alice again', { user });
      again.send(`@id=${id} PUBLISH:${channel}:x`);
      await again.gets(ok('PUBLISH', channel, { id, seq, dup: '1' }), NOT_THE_FIRST);
    },
  },
  {
    id: 'same-id-after-restart',
    group,
    title: 'an id is remembered across a restart, and for 2 minutes beyond the retention of its message',
    rules: ['P3-7', 'P3-6'],
    settings: { RETAIN_MESSAGES: '2' },
    async run({ broker, join, random, transcript }) {
      const [channel, id, user] = [random.word('news'), random.word('id'), random.word('alice')];
      const alice = await join('alice', { user });
      alice.send(`@id=${id} PUBLISH:${channel}:x`);
      const { seq } = stampOf(
        await alice.gets(ok('PUBLISH', channel, { ...STAMPED, id }), 'a publish with an id was not answered with that id and a seq'),
      );
      transcript.add('grader', '·', 'kills the broker and starts it again');
      await broker.restart();
      const again = await join('alice', { user });
      again.send(`@id=${id} PUBLISH:${channel}:x`);
      await again.gets(ok('PUBLISH', channel, { id, seq, dup: '1' }), {
        message: 'an id was forgotten in a restart',
        cause: 'ids that are kept only in memory end with the process: keep them where the messages are',
      });
      await publishAll(again, channel, numbered(1100)); // more than somebody may have thought plenty
      again.send(`@id=${id} PUBLISH:${channel}:x`);
      await again.gets(ok('PUBLISH', channel, { id, seq, dup: '1' }), {
        message: 'an id was forgotten together with its message, within 2 minutes',
        cause: 'a busy channel passes RETAIN_MESSAGES in a moment: ids stay for at least 2 minutes all the same',
      });
    },
  },
];
