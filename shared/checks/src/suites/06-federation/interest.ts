// Interest: a broker is sent what somebody on it wants, and nothing else.

import { type Check, wrong } from '../../check.ts';
import { numbered } from '../../messages.ts';
import { networkSettings, openProxy, pairOf, reaches, startPair } from '../../network.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'links';

export const interest: readonly Check[] = [
  {
    id: 'no-interest',
    group,
    title: 'a broker on which nobody is interested is sent nothing',
    rules: ['P7-8', 'P7-9'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far, link } = pairOf(context.network);
      const [wanted, unwanted] = [context.random.word('wanted'), context.random.word('unwanted')];
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${wanted}`);
      await bob.settle();
      await reaches([alice], [bob], wanted);
      const before = link.crossed;
      const body = context.random.text(10_000);
      alice.send(...numbered(50).map(() => `PUBLISH:${unwanted}:${body}`), `PUBLISH:${wanted}:after them`);
      await bob.gets(`MSG:${wanted}:after them`, 'a message did not reach a subscriber on another broker');
      const crossed = link.crossed - before;
      if (crossed > 100_000)
        throw wrong(
          'messages were sent to a broker on which nobody is interested',
          '500,000 bytes of messages stay where they are',
          `${crossed} bytes crossed the link`,
          'brokers tell each other what their sessions are subscribed to, and send only that',
        );
      bob.send(`@since=0 SUBSCRIBE:${unwanted}`);
      await bob.gets(
        {
          text: `@recovered=1;seq=${context.sharesStore ? '…' : '0'} OK:SUBSCRIBE:${unwanted}`,
          matches: ({ verb, tags }) => verb === 'OK' && (tags?.get('seq') === '0') !== context.sharesStore, // history is common there (P8-2)
        },
        {
          message: 'a message that nobody on this broker wanted was stored here',
          cause: 'a broker stores what is published on it, and what it was sent because it wanted it',
        },
      );
    },
  },
  {
    id: 'interest-ends',
    group,
    title: 'when its last subscriber goes, a channel is no longer sent',
    rules: ['P7-8', 'P7-9'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far, link } = pairOf(context.network);
      const [channel, other, later] = [context.random.word('news'), context.random.word('other'), context.random.word('later')];
      const [alice, bob, carol] = [
        await context.join('alice', { broker: near }),
        await context.join('bob', { broker: far }),
        await context.join('carol', { broker: far }),
      ];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      carol.send(`SUBSCRIBE:${channel}`, `SUBSCRIBE:${other}`);
      await carol.settle();
      await reaches([alice], [bob, carol], channel);
      await reaches([alice], [carol], other);
      carol.send(`UNSUBSCRIBE:${channel}`, `SUBSCRIBE:${later}`);
      await carol.settle();
      await reaches([alice], [carol], later); // so by now it is known that Carol has unsubscribed
      await bob.settle();
      alice.send(`PUBLISH:${channel}:still wanted`);
      await bob.gets(`MSG:${channel}:still wanted`, 'a subscriber got nothing more after another one on its broker had unsubscribed');
      await bob.leave();
      await carol.settle();
      const body = context.random.text(5000);
      // Within a second it is known; until then some may cross.
      for (let round = 1; round <= 100; round++) {
        const before = link.bytes.there;
        alice.send(`PUBLISH:${channel}:${body}`, `PUBLISH:${other}:round ${round}`);
        await carol.gets(`MSG:${other}:round ${round}`, 'a message did not reach a subscriber on another broker');
        if (link.bytes.there - before < body.length) return;
        await carol.frameWithin(20);
      }
      throw wrong(
        'a channel was sent to another broker long after its last subscriber had gone',
        'nothing a second after that',
        'every message crossed the link',
        'tell the peers when the last session that wants a channel unsubscribes, and also when it goes away',
      );
    },
  },
  {
    id: 'pattern-interest',
    group,
    title: 'a pattern is wanted from the other brokers too, whether it was subscribed to before the link came up or after',
    rules: ['P7-1', 'P7-6', 'P7-8', 'P7-9'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    async run(context) {
      const proxy = await openProxy(context);
      const [near, far] = [
        await context.start({ ...networkSettings(context, 0), PEERS: proxy.url }),
        await context.start(networkSettings(context, 1)),
      ];
      const third = await context.start({ ...networkSettings(context, 2), PEERS: far.url });
      const [early, late, other] = [context.random.word('early'), context.random.word('late'), context.random.word('other')];
      const [alice, bob, carol, dave] = [
        await context.join('alice', { broker: near }),
        await context.join('bob', { broker: far }),
        await context.join('carol', { broker: far }),
        await context.join('dave', { broker: third }),
      ];
      bob.send(`SUBSCRIBE:${early}.*`);
      await bob.settle();
      await reaches([dave], [bob], `${early}.a`); // so it has been announced, and a broker linked now is told of it as the link comes up
      proxy.leadTo(far.port);
      await reaches([alice], [bob], `${early}.a`);
      bob.send(`SUBSCRIBE:${late}.#`, `SUBSCRIBE:${late}.a`);
      await bob.settle();
      for (const channel of [late, `${late}.a`, `${late}.a.b`]) await reaches([alice], [bob], channel);
      // One of two subscriptions that match goes, and the other still wants the channel.
      bob.send(`UNSUBSCRIBE:${late}.#`);
      carol.send(`SUBSCRIBE:${other}`);
      for (const client of [bob, carol]) await client.settle();
      await reaches([alice], [carol], other); // so by now it is known that Bob has unsubscribed
      alice.send(`PUBLISH:${late}.a:still wanted`);
      await bob.gets(`MSG:${late}.a:still wanted`, 'a subscriber by name got nothing more after its pattern had gone');
    },
    async runOnNats(context) {
      const { near, far, link } = await startPair(context);
      const word = context.random.word('early');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${word}.#`, `SUBSCRIBE:${word}.a`);
      await bob.settle();
      for (const channel of [word, `${word}.a`, `${word}.a.b`]) await reaches([alice], [bob], channel);
      link.cut();
      alice.send(`PUBLISH:${word}.a.b:missed`);
      await alice.settle();
      link.heal();
      await bob.gets(
        `MSG:${word}.a.b:missed`,
        'what a pattern matched while its broker was not connected did not come when it was connected again',
      );
      bob.send(`UNSUBSCRIBE:${word}.#`);
      await bob.settle();
      alice.send(`PUBLISH:${word}.a:still wanted`);
      await bob.gets(`MSG:${word}.a:still wanted`, 'a subscriber by name got nothing more after its pattern had gone');
    },
  },
];
