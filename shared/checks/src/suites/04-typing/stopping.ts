// The ways in which typing ends, each told once, and what does not end it.

import type { Check } from '../../check.ts';
import { error, msg, ok } from '../../expected.ts';
import { enter, stopped, typing } from '../../room.ts';

const group = 'stopping';
const NOT_TOLD = 'a subscriber was not told that somebody is typing';

export const stopping: readonly Check[] = [
  {
    id: 'typing-stopped',
    group,
    title: 'USER_STOPPED ends it; from a user who is not typing it has no effect',
    rules: ['P5-4'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      const why = {
        message: 'USER_STOPPED from somebody who is not typing had an effect',
        cause: 'nobody was told of a start, so there is no end to tell',
      };
      alice.send(`USER_STOPPED:${channel}`);
      await alice.getsNothing('a plain USER_STOPPED was answered');
      await bob.getsNothing(why);
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), NOT_TOLD);
      bob.send(`USER_STOPPED:${channel}`);
      await bob.settle();
      await alice.getsNothing(why);
      alice.send(`USER_STOPPED:${channel}`);
      await bob.gets(stopped(channel, alice), 'USER_STOPPED was not told to the subscribers');
      alice.send(`USER_STOPPED:${channel}`);
      await alice.settle();
      await bob.getsNothing(why);
    },
  },
  {
    id: 'typing-publish',
    group,
    title: 'a publish ends it, and USER_STOPPED comes before the message',
    rules: ['P5-5'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), NOT_TOLD);
      alice.send(`PUBLISH:${channel}:there`);
      await bob.getsAll([stopped(channel, alice), `MSG:${channel}:there`], {
        message: 'a publish did not end typing just before its message',
        cause:
          'a message that is sent is no longer being typed: tell the end before you deliver, or "alice is typing" stays beside it for a while',
      });
      await alice.getsOnly([`MSG:${channel}:there`], 'the publisher did not get her own message alone');
      alice.send(`PUBLISH:${channel}:again`);
      await bob.gets(`MSG:${channel}:again`, {
        message: 'the message of somebody who is not typing did not come alone',
        cause: 'typing that has ended is forgotten: there is no second end to tell',
      });
    },
  },
  {
    id: 'typing-publish-elsewhere',
    group,
    title: 'a publish in another channel, by another user, or one that is refused, does not end it',
    rules: ['P5-5', 'P1-15'],
    async run(context) {
      const [channel, other] = [context.random.word('general'), context.random.word('other')];
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), NOT_TOLD);
      alice.send(`PUBLISH:${other}:elsewhere`);
      await alice.settle();
      await bob.getsNothing('a publish in another channel ended typing');
      bob.send(`PUBLISH:${channel}:from bob`);
      await bob.gets(`MSG:${channel}:from bob`, "another user's publish ended typing");
      await bob.getsNothing("another user's publish ended typing");
      alice.send(`PUBLISH:${channel}`);
      await alice.getsInAnyOrder([`MSG:${channel}:from bob`, error('BAD_FRAME')], 'a publish without a body was not refused');
      await bob.getsNothing({ message: 'a publish that was refused ended typing', cause: 'what is refused has no effect (P1-15)' });
      alice.send(`USER_STOPPED:${channel}`);
      await bob.gets(stopped(channel, alice), 'USER_STOPPED was not told to the subscribers');
    },
  },
  {
    id: 'typing-duplicate',
    group,
    title: 'the repeat of a publish does not end it',
    rules: ['P5-5', 'P3-6'],
    async run(context) {
      const [channel, id] = [context.random.word('general'), context.random.word('id')];
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      alice.send(`@id=${id} PUBLISH:${channel}:once`);
      await alice.getsInAnyOrder([ok('PUBLISH', channel, { dup: undefined }), msg(channel, 'once')], 'a tagged publish was not answered');
      await bob.gets(`MSG:${channel}:once`, 'the subscriber did not get the message');
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), NOT_TOLD);
      alice.send(`@label=2;id=${id} PUBLISH:${channel}:once`);
      await alice.gets(ok('PUBLISH', channel, { label: '2', dup: 1 }), {
        message: 'the repeat of a publish was not answered as one',
        cause: 'the same id on the same channel by the same user is answered with dup=1 (P3-6)',
      });
      await bob.getsNothing({
        message: 'the repeat of a publish ended typing',
        cause: 'a client that was cut off sends again what it is not sure of: by then its user may have begun the next message',
      });
    },
  },
  {
    id: 'typing-unsubscribe',
    group,
    title: 'UNSUBSCRIBE ends it',
    rules: ['P5-6'],
    async run(context) {
      const [channel, other] = [context.random.word('general'), context.random.word('other')];
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      alice.send(`SUBSCRIBE:${other}`, `USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), NOT_TOLD);
      alice.send(`UNSUBSCRIBE:${other}`);
      await alice.settle();
      await bob.getsNothing('UNSUBSCRIBE of another channel ended typing');
      alice.send(`UNSUBSCRIBE:${channel}`);
      await bob.gets(stopped(channel, alice), {
        message: 'UNSUBSCRIBE did not end typing',
        cause: 'a user who has left the room does not type in it (synapse#3878)',
      });
      alice.send(`SUBSCRIBE:${channel}`, `UNSUBSCRIBE:${channel}`);
      await alice.settle();
      await bob.getsNothing('typing that was over ended a second time');
    },
  },
  ...(['close', 'end', 'reset'] as const).map((how): Check => {
    const title = { close: 'says goodbye', end: 'hangs up', reset: 'crashes' }[how];
    return {
      id: `typing-leave-${how}`,
      group,
      title: `a typist that ${title} has stopped in every channel`,
      rules: ['P5-6', 'P2-8'],
      async run(context) {
        const [here, there] = [context.random.word('here'), context.random.word('there')];
        const [alice, bob] = [await enter(context, here, 'alice'), await enter(context, here, 'bob')];
        for (const client of [alice, bob]) client.send(`SUBSCRIBE:${there}`);
        for (const client of [alice, bob]) await client.settle();
        alice.send(`USER_TYPING:${here}`, `USER_TYPING:${there}`);
        await bob.getsAll([typing(here, alice), typing(there, alice)], NOT_TOLD);
        await alice.leave(how);
        await bob.getsInAnyOrder([stopped(here, alice), stopped(there, alice)], {
          message: 'a typist who went away was still typing',
          cause: 'a session that goes away leaves nothing behind: end its typing in every channel, however its connection ended',
        });
        await bob.getsNothing('typing that was over ended a second time');
      },
    };
  }),
  {
    id: 'typing-dropped',
    group,
    title: 'a typist whose session the broker closes has stopped',
    rules: ['P5-6', 'P0-6'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), NOT_TOLD);
      alice.send(`PUBLISH:${channel}:${'x'.repeat(70_000)}`);
      await alice.closes(1009, 'a payload above MAX_FRAME_BYTES did not close the session with 1009');
      await bob.gets(stopped(channel, alice), 'a typist whose session the broker closed was still typing');
    },
  },
];
