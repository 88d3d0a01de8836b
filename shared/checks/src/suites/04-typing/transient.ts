// Typing is of the moment: it is not in the history or in a resume, takes no number, and is gone after a restart.

import type { Check } from '../../check.ts';
import { msg, ok } from '../../expected.ts';
import { enter, stopped, typing, untold } from '../../room.ts';

const group = 'transient';

export const transient: readonly Check[] = [
  {
    id: 'typing-not-stored',
    group,
    title: 'typing is not in the history, has no number, and is not replayed',
    rules: ['P5-8'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      alice.send(`PUBLISH:${channel}:one`);
      await bob.gets(`MSG:${channel}:one`, 'the subscriber did not get the message');
      for (let times = 0; times < 3; times++) {
        alice.send(`USER_TYPING:${channel}`, `USER_STOPPED:${channel}`);
        await bob.getsAll(
          [typing(channel, alice), stopped(channel, alice)],
          'a subscriber was not told that somebody starts and stops typing',
        );
      }
      const reader = await context.join('reader');
      reader.send(`@label=h HISTORY:${channel}:10`);
      const why = {
        message: 'the history of a channel was not exactly its messages',
        cause: 'do not send typing through the store: it is not a message (P5-8)',
      };
      const [one] = await reader.getsAll([msg(channel, 'one', { seq: /./ }), ok('HISTORY', channel, { label: 'h', more: undefined })], why);
      const seq = one?.tags?.get('seq');
      reader.send(`@since=${seq} HISTORY:${channel}`);
      await reader.gets(ok('HISTORY', channel, { last: seq }), why);

      const counted = {
        message: 'typing took one of its channel’s numbers',
        cause: 'the newest seq is that of the last message; a client whose cursor skips numbers cannot tell a gap',
      };
      reader.send(`@since=0 SUBSCRIBE:${channel}`);
      await reader.gets(ok('SUBSCRIBE', channel, { recovered: 1, seq }), counted);
      await reader.gets(msg(channel, 'one', { seq }), 'a resume did not replay the message');
      await reader.getsNothing('typing that was over came again in a resume');
    },
  },
  {
    id: 'typing-and-resume',
    group,
    title: 'a resume while somebody is typing: each message comes once, and the start is told once',
    rules: ['P5-7', 'P5-8', 'P3-15'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      alice.send(`PUBLISH:${channel}:one`, `PUBLISH:${channel}:two`, `USER_TYPING:${channel}`);
      await bob.getsAll([`MSG:${channel}:one`, `MSG:${channel}:two`, typing(channel, alice)], 'a burst was not delivered in order');
      const reader = await context.join('reader');
      reader.send(`@since=0 SUBSCRIBE:${channel}`);
      const why = 'a resume while somebody is typing did not send each message and the start once';
      // Whether the start is told before or after the replay is open.
      await reader.getsInAnyOrder(
        [ok('SUBSCRIBE', channel, { recovered: 1 }), msg(channel, 'one'), msg(channel, 'two'), untold(typing(channel, alice))],
        why,
      );
      alice.send(`PUBLISH:${channel}:three`);
      await reader.getsAll([untold(stopped(channel, alice)), msg(channel, 'three')], why);
      await reader.getsNothing(why);
    },
  },
  {
    id: 'typing-restart',
    group,
    title: 'after a restart nobody is typing',
    rules: ['P5-8'],
    startsItself: true,
    async run(context) {
      const broker = await context.start({ TYPING_EXPIRY_MS: '60000' });
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice', { broker }), await enter(context, channel, 'bob', { broker })];
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), 'a subscriber was not told that somebody is typing');
      context.transcript.add('grader', '·', 'kills the broker, and starts it again on the same files');
      await broker.restart();
      const back = await context.join('bob again', { broker, user: bob.user });
      back.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:here`);
      await back.gets(`MSG:${channel}:here`, {
        message: 'after a restart somebody was still said to be typing',
        cause: 'typing is kept in memory alone: a client whose user is typing says so again within seconds (synapse#1422)',
      });
      const typist = await enter(context, channel, 'alice again', { broker, user: alice.user });
      typist.send(`USER_TYPING:${channel}`);
      await back.gets(typing(channel, typist), 'after a restart typing was no longer told');
    },
  },
];
