// Typing across links.

import type { Check } from '../../check.ts';
import { pairOf, reaches, startPair } from '../../network.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'links';

export const presence: readonly Check[] = [
  {
    id: 'typing-crosses',
    group,
    title: 'typing crosses a link, and a typist of another broker stops when the link is lost',
    rules: ['P7-18', 'P5-1', 'P5-3'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    async run(context) {
      // So long that nobody's typing expires.
      const { near, far, link } = await startPair(context, { TYPING_EXPIRY_MS: '600000' });
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      for (const client of [alice, bob]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [alice, bob]) await client.settle();
      const probe = await context.join('probe', { broker: near });
      await reaches([probe], [alice, bob], channel);
      const [typing, stopped] = [`USER_TYPING:${channel}:${alice.user}@broker1`, `USER_STOPPED:${channel}:${alice.user}@broker1`];
      const told = 'a subscriber on another broker was not told of each start and stop of typing exactly once';
      alice.send(`USER_TYPING:${channel}`, `USER_TYPING:${channel}`);
      await bob.gets(typing, told);
      alice.send(`USER_STOPPED:${channel}`);
      await bob.gets(stopped, told);
      alice.send(`USER_TYPING:${channel}`, `PUBLISH:${channel}:done`);
      await bob.getsAll([typing, stopped, `MSG:${channel}:done`], 'a message from another broker came before its typist had stopped');
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing, told);
      link.cut();
      await bob.gets(stopped, {
        message: 'a typist of another broker went on typing after the link was lost',
        cause: 'nobody is left who could say that the typist has stopped: this broker must say it',
      });
    },
  },
  {
    id: 'typing-private-crosses',
    group,
    title: 'typing to a user of another broker reaches that user alone',
    rules: ['P7-18', 'P7-13', 'P6-11'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const channel = context.random.word('news');
      const [alice, bob, eve] = [
        await context.join('alice', { broker: near }),
        await context.join('bob', { broker: far }),
        await context.join('eve', { broker: far }),
      ];
      for (const client of [bob, eve]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [bob, eve]) await client.settle();
      await reaches([alice], [bob, eve], channel);
      const from = `@${alice.user}@broker1`;
      alice.send(`USER_TYPING:@${bob.user}@broker2`, `PUBLISH:@${bob.user}@broker2:Hi`);
      await bob.getsAll(
        [`USER_TYPING:${from}:${alice.user}@broker1`, `USER_STOPPED:${from}:${alice.user}@broker1`, `MSG:${from}:Hi`],
        'a user was not told who is typing to them from another broker',
      );
      await eve.getsNothing('somebody else was told who is typing to a user');
    },
  },
  {
    id: 'typing-crosses-late',
    group,
    title:
      'a later subscriber by a pattern, on another broker, is told who is typing and then, before the message, that the typist has stopped',
    rules: ['P7-18', 'P7-3', 'P5-5', 'P5-7'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const word = context.random.word('news');
      const [channel, other] = [`${word}.a`, context.random.word('other')];
      const [alice, bob, carol] = [
        await context.join('alice', { broker: near }),
        await context.join('bob', { broker: far }),
        await context.join('carol', { broker: far }),
      ];
      alice.send(`SUBSCRIBE:${channel}`);
      carol.send(`SUBSCRIBE:${other}`);
      for (const client of [alice, carol]) await client.settle();
      await reaches([alice], [carol], other); // so the link is up, and nobody at its other end is interested in the channel
      alice.send(`USER_TYPING:${channel}`);
      await alice.settle();
      bob.send(`SUBSCRIBE:${word}.*`);
      await bob.gets(`USER_TYPING:${channel}:${alice.user}@broker1`, {
        message: 'a new subscriber by a pattern was not told who is typing on another broker',
        cause: 'a peer that becomes interested in a channel is told who is typing there, as a new subscriber is',
      });
      alice.send(`PUBLISH:${channel}:done`);
      await bob.getsAll(
        [`USER_STOPPED:${channel}:${alice.user}@broker1`, `MSG:${channel}:done`],
        'a subscriber by a pattern got a message from another broker before its typist had stopped',
      );
    },
  },
];
