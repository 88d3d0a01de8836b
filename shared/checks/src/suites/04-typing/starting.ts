// Who is told that somebody is typing, and how often.

import type { Check } from '../../check.ts';
import { error, ok } from '../../expected.ts';
import { enter, stopped, typing, untold } from '../../room.ts';

const group = 'starting';

export const starting: readonly Check[] = [
  {
    id: 'typing-told',
    group,
    title: 'all sessions of the other users in the channel are told once that somebody is typing',
    rules: ['P5-1', 'P1-13'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob, carol] = [
        await enter(context, channel, 'alice'),
        await enter(context, channel, 'bob'),
        await enter(context, channel, 'carol'),
      ];
      const bobsPhone = await enter(context, channel, "bob's phone", { user: bob.user });
      alice.send(`USER_TYPING:${channel}`);
      for (const client of [bob, bobsPhone, carol])
        await client.gets(typing(channel, alice), {
          message: 'a subscriber was not told that somebody is typing',
          cause: 'send USER_TYPING:<channel>:<user> to every session that is subscribed to the channel, but not to the typist’s own',
        });
      for (const client of [bob, bobsPhone, carol]) await client.getsNothing('a subscriber was told twice that somebody is typing');
      await alice.getsNothing('a plain USER_TYPING was answered, or came back to its sender');
    },
  },
  {
    id: 'typing-own-sessions',
    group,
    title: "the typist's own sessions are told neither start nor end",
    rules: ['P5-1', 'P5-3'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      const phone = await enter(context, channel, "alice's phone", { user: alice.user });
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), 'a subscriber was not told that somebody is typing');
      const why = {
        message: "one of the typist's own sessions was told of the typing",
        cause: 'the typist knows: leave out every session of this user, not only the one that typed',
      };
      for (const client of [alice, phone]) await client.getsNothing(why);
      alice.send(`USER_STOPPED:${channel}`);
      await bob.gets(stopped(channel, alice), 'a subscriber was not told that somebody stopped typing');
      for (const client of [alice, phone]) await client.getsNothing(why);
    },
  },
  {
    id: 'typing-subscribers-only',
    group,
    title: 'a session that is not, or no longer, subscribed to the channel is told nothing',
    rules: ['P5-1', 'P2-2'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      const elsewhere = await enter(context, context.random.word('other'), 'carol');
      const leaves = await enter(context, channel, 'dave');
      alice.send(`USER_TYPING:${channel}`);
      for (const client of [bob, leaves]) await client.gets(typing(channel, alice), 'a subscriber was not told that somebody is typing');
      leaves.send(`UNSUBSCRIBE:${channel}`);
      await leaves.settle();
      alice.send(`USER_STOPPED:${channel}`);
      await bob.gets(stopped(channel, alice), 'a subscriber was not told that somebody stopped typing');
      await elsewhere.getsNothing('somebody who is not subscribed was told of typing');
      await leaves.getsNothing('somebody who has unsubscribed was told of typing');
    },
  },
  {
    id: 'typing-repeats',
    group,
    title: 'repeats are told to nobody; after a stop, typing starts anew',
    rules: ['P5-1'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      alice.send(...Array.from({ length: 5 }, () => `USER_TYPING:${channel}`));
      await bob.gets(typing(channel, alice), 'a subscriber was not told that somebody is typing');
      alice.send(`USER_TYPING:${channel}`);
      await alice.settle();
      await bob.getsNothing({
        message: 'a repeat of USER_TYPING was told to the subscribers',
        cause: 'clients repeat it every few seconds: if the user is typing already, it only extends the time',
      });
      alice.send(`USER_STOPPED:${channel}`);
      await bob.gets(stopped(channel, alice), 'a subscriber was not told that somebody stopped typing');
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), 'when a user stopped and typed again, nobody was told');
    },
  },
  {
    id: 'typing-new-subscriber',
    group,
    title: 'a new subscriber is told who is typing, and later when they stop; one who was there already is not told again',
    rules: ['P5-7', 'P5-1'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), 'a subscriber was not told that somebody is typing');
      bob.send(`USER_TYPING:${channel}`);
      await alice.gets(typing(channel, bob), 'a subscriber was not told that somebody is typing');
      const late = await context.join('late');
      late.send(`SUBSCRIBE:${channel}`);
      await late.getsInAnyOrder([typing(channel, alice), typing(channel, bob)], {
        message: 'a new subscriber was not told who is typing',
        cause: 'after SUBSCRIBE, send one USER_TYPING for each user who is typing there',
      });
      late.send(`SUBSCRIBE:${channel}`);
      await late.getsNothing({
        message: 'a session that was already subscribed was told again who is typing',
        cause: 'subscribing again changes nothing (P2-1): only a new subscriber is told',
      });
      alice.send(`USER_STOPPED:${channel}`);
      await late.gets(stopped(channel, alice), 'a new subscriber was not told that somebody stopped typing');
      const later = await context.join('later');
      later.send(`SUBSCRIBE:${channel}`);
      await later.gets(typing(channel, bob), 'a new subscriber was told of somebody who has stopped typing, or not told who is typing');
      await later.getsNothing('a new subscriber was told of somebody who has stopped typing, or not told who is typing');
    },
  },
  {
    id: 'typing-subscribe-anew',
    group,
    title: 'a session that unsubscribes and subscribes again is told who is typing now',
    rules: ['P5-7'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), 'a subscriber was not told that somebody is typing');
      bob.send(`UNSUBSCRIBE:${channel}`, `SUBSCRIBE:${channel}`);
      await bob.gets(typing(channel, alice), {
        message: 'a session that subscribed again was not told who is typing',
        cause: 'when a session unsubscribes, forget that it was told',
      });
    },
  },
  {
    id: 'typing-several',
    group,
    title: 'several users may type in one channel, and one user in several: none is mixed up with another',
    rules: ['P5-1', 'P5-4'],
    async run(context) {
      const [here, there] = [context.random.word('here'), context.random.word('there')];
      const [alice, bob, carol] = [
        await enter(context, here, 'alice'),
        await enter(context, here, 'bob'),
        await enter(context, here, 'carol'),
      ];
      for (const client of [alice, carol]) client.send(`SUBSCRIBE:${there}`);
      for (const client of [alice, carol]) await client.settle();
      const why = {
        message: 'one typist was mixed up with another, or one channel with another',
        cause: 'keep typing for each channel and each user separately',
      };
      alice.send(`USER_TYPING:${here}`, `USER_TYPING:${there}`);
      await carol.getsAll([typing(here, alice), typing(there, alice)], why);
      bob.send(`USER_TYPING:${here}`);
      await carol.gets(typing(here, bob), why);
      alice.send(`USER_STOPPED:${here}`);
      await carol.gets(stopped(here, alice), why);
      await carol.getsNothing(why);
      bob.send(`USER_STOPPED:${here}`);
      await carol.gets(stopped(here, bob), why);
      alice.send(`USER_STOPPED:${there}`);
      await carol.gets(stopped(there, alice), why);
      await alice.getsAll([typing(here, bob), stopped(here, bob)], why);
      await bob.getsAll([typing(here, alice), stopped(here, alice)], why);
    },
  },
  {
    id: 'typing-answers',
    group,
    title: 'a tagged USER_TYPING or USER_STOPPED gets one answer, with its label, whether or not it changes anything',
    rules: ['P1-14', 'P5-1', 'P5-4'],
    async run(context) {
      const channel = context.random.word('general');
      const alice = await enter(context, channel, 'alice');
      for (const verb of ['USER_STOPPED', 'USER_TYPING', 'USER_TYPING', 'USER_STOPPED', 'USER_STOPPED']) {
        const label = context.random.text(6);
        alice.send(`@label=${label} ${verb}:${channel}`);
        await alice.gets(
          ok(verb, channel, { label, seq: undefined }),
          'a tagged command about typing was not answered with OK and its label',
        );
      }
      alice.send(`@label=no USER_TYPING:${channel}:x`);
      await alice.gets(error('BAD_FRAME', { label: 'no' }), 'a refused command about typing was not answered with its label');
      await alice.getsNothing('a tagged command about typing was answered more than once');
    },
  },
  {
    id: 'typing-tagged-session',
    group,
    title: 'sessions that talk tagged are told as well, and never with a seq',
    rules: ['P5-1', 'P5-8'],
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      bob.send(`@label=1 SUBSCRIBE:${channel}`);
      await bob.gets(ok('SUBSCRIBE', channel), 'a tagged SUBSCRIBE was not answered');
      alice.send(`USER_TYPING:${channel}`, `USER_STOPPED:${channel}`);
      await bob.getsAll([untold(typing(channel, alice)), untold(stopped(channel, alice))], {
        message: 'a tagged session was not told of typing, or told with a seq',
        cause: 'typing is not a message: it has no number, and a client that moved its cursor by it would skip messages',
      });
    },
  },
];
