// Brokers that are linked: every message once, on every broker where somebody wants it, and nowhere else.

import { type Check, wrong } from '../../check.ts';
import { msg } from '../../expected.ts';
import { historyOf, numbered } from '../../messages.ts';
import { networkSettings, reaches, startNetwork, startPair } from '../../network.ts';

const group = 'links';

const ONE_HOP = 'what came over a link is not sent over another: one hop reaches everybody';

export const links: readonly Check[] = [
  {
    id: 'link-both-ways',
    group,
    title: 'a message reaches the subscribers of every broker, with from and origin, and is stored there under the same id',
    rules: ['P7-6', 'P7-14', 'P3-4', 'P3-5'],
    startsItself: true,
    async run(context) {
      const { near, far } = await startPair(context);
      const { join, random } = context;
      const channel = random.word('news');
      const [alice, bob] = [await join('alice', { broker: near }), await join('bob', { broker: far })];
      for (const client of [alice, bob]) client.send(`@label=s SUBSCRIBE:${channel}`);
      for (const client of [alice, bob]) await client.settle();
      const [left, right] = [await join('left', { broker: near }), await join('right', { broker: far })];
      await reaches([left, right], [alice, bob], channel);
      for (const [publisher, own, other, broker] of [
        [left, alice, bob, 'broker1'],
        [right, bob, alice, 'broker2'],
      ] as const) {
        const id = random.word('id');
        publisher.send(`@id=${id} PUBLISH:${channel}:from ${broker}`);
        const local = await own.gets(msg(channel, `from ${broker}`, { id, from: publisher.user, origin: undefined }), {
          message: 'a local message did not come as one: from its user, without an origin',
          cause: 'origin names another broker; on its own, from is the bare name',
        });
        await other.gets(
          msg(channel, `from ${broker}`, { id, from: `${publisher.user}@${broker}`, origin: broker, time: local.tags?.get('time') ?? '' }),
          {
            message: 'a message from another broker did not come with its id, time, from and origin',
            cause: 'id and time cross the link; from becomes user@broker, and origin names the broker',
          },
        );
      }
      for (const [client, broker] of [
        [alice, 'broker2'],
        [bob, 'broker1'],
      ] as const) {
        const { messages } = await historyOf(client, channel, 2);
        if (!messages.some(({ body }) => body === `from ${broker}`))
          throw wrong('a message from another broker is not in the history', `from ${broker}`, messages.map(({ body }) => body).join(', '));
      }
    },
  },
  {
    id: 'link-order',
    group,
    title: 'a thousand messages of one publisher cross a link in order, each once',
    rules: ['P7-6'],
    startsItself: true,
    async run(context) {
      const { near, far } = await startPair(context);
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await reaches([alice], [bob], channel);
      alice.send(...numbered(1000).map((body) => `PUBLISH:${channel}:${body}`));
      for (const body of numbered(1000))
        await bob.gets(`MSG:${channel}:${body}`, 'on another broker a message was lost, came twice, or overtook another');
      await bob.getsNothing('on another broker a message came twice');
    },
  },
  {
    id: 'mesh-once',
    group,
    title: 'in a mesh of three brokers there is exactly one copy everywhere',
    rules: ['P7-6', 'P7-7', 'P7-2'],
    startsItself: true,
    async run(context) {
      const { brokers, link } = await startNetwork(context, 3);
      const channel = `${context.random.word('news')}.a`;
      const subscribers = await Promise.all(brokers.map((broker, place) => context.join(`subscriber ${place + 1}`, { broker })));
      for (const each of subscribers) each.send(`SUBSCRIBE:${channel}`, `SUBSCRIBE:${channel.replace('.a', '.*')}`);
      for (const each of subscribers) await each.settle();
      const publishers = await Promise.all(brokers.map((broker, place) => context.join(`publisher ${place + 1}`, { broker })));
      await reaches(publishers, subscribers, channel);
      for (const publisher of publishers) {
        publisher.send(`PUBLISH:${channel}:by ${publisher.user}`);
        for (const each of subscribers)
          await each.gets(`MSG:${channel}:by ${publisher.user}`, {
            message: 'in a mesh, a subscriber did not get the next message once',
            cause: ONE_HOP,
          });
      }
      // Of these, no copy need take the way between the second broker and the third.
      const between = link(1, 2);
      const before = between.crossed;
      const body = context.random.text(10_000);
      publishers[0]?.send(...numbered(20).map(() => `PUBLISH:${channel}:${body}`));
      for (const each of subscribers)
        for (const _ of numbered(20))
          await each.gets(`MSG:${channel}:${body}`, 'in a mesh, a subscriber did not get the next message once');
      for (const publisher of publishers) publisher.send(`PUBLISH:${channel}:end of ${publisher.user}`);
      const ends = publishers.map(({ user }) => `MSG:${channel}:end of ${user}`);
      for (const each of subscribers) await each.getsInAnyOrder(ends, 'in a mesh, a message came twice');
      for (const each of subscribers) await each.getsNothing('in a mesh, a message came twice');
      const crossed = between.crossed - before;
      if (crossed > 100_000)
        throw wrong(
          'in a mesh, a broker passed on what had come over a link',
          '200,000 bytes of messages go from their own broker to the two others, and no further',
          `${crossed} bytes crossed the link between those two`,
          ONE_HOP,
        );
    },
  },
  {
    id: 'both-dial',
    group,
    title: 'two brokers that name each other have one link, and each message comes once',
    rules: ['P7-6'],
    startsItself: true,
    async run(context) {
      const { brokers, link } = await startNetwork(context, 2);
      const [near, far] = brokers;
      if (!near || !far) throw new Error('two were started');
      // The second learns of the first at a second start: only now its address is known.
      const { port } = far;
      await far.kill();
      await far.start({ PORT: String(port), PEERS: near.url });
      link(0, 1).leadTo(far.port);
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      for (const client of [alice, bob]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [alice, bob]) await client.settle();
      const [left, right] = [await context.join('left', { broker: near }), await context.join('right', { broker: far })];
      await reaches([left, right], [alice, bob], channel);
      left.send(...numbered(50).map((body) => `PUBLISH:${channel}:${body}`));
      const expected = numbered(50).map((body) => `MSG:${channel}:${body}`);
      for (const client of [alice, bob]) await client.getsAll(expected, 'with two brokers that dial each other, a message came not once');
      right.send(`PUBLISH:${channel}:end`);
      for (const client of [bob, alice])
        await client.gets(`MSG:${channel}:end`, 'with two brokers that dial each other, a message came not once');
      await bob.getsNothing('with two brokers that dial each other, a message came not once');
    },
  },
  {
    id: 'no-interest',
    group,
    title: 'a broker on which nobody is interested is sent nothing',
    rules: ['P7-8', 'P7-9'],
    startsItself: true,
    async run(context) {
      const { near, far, link } = await startPair(context);
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
        { text: `@recovered=1;seq=0 OK:SUBSCRIBE:${unwanted}`, matches: ({ verb, tags }) => verb === 'OK' && tags?.get('seq') === '0' },
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
    startsItself: true,
    async run(context) {
      const { near, far, link } = await startPair(context);
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
      await reaches([alice], [carol], later); // so it is known by now that carol has unsubscribed
      await bob.settle();
      alice.send(`PUBLISH:${channel}:still wanted`);
      await bob.gets(`MSG:${channel}:still wanted`, 'a subscriber got nothing any more after another one on its broker had unsubscribed');
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
    id: 'peers-setting',
    group,
    title: 'PEERS without PEER_SECRET, and a name or an address that is none, are wrong settings',
    rules: ['P7-21', 'P0-5'],
    startsItself: true,
    async run(context) {
      const cases = [
        { PEERS: 'ws://127.0.0.1:1', PEER_SECRET: '' },
        { PEERS: 'broker2', PEER_SECRET: 'a secret of some length, for peers' },
        { BROKER_NAME: 'two words' },
      ];
      for (const settings of cases) {
        const broker = context.prepare({ ...networkSettings(context, 0), ...settings });
        const command = broker.launch();
        const exit = await broker.stopped(10_000);
        const [[name = ''] = []] = Object.entries(settings);
        const expected = `exit code 1, and one line on standard error that names ${name}`;
        await command.kill();
        if (exit?.code !== 1)
          throw wrong(
            'a broker with a wrong setting for its network did not end with exit code 1',
            expected,
            exit ? `exit code ${exit.code}` : 'it still ran',
          );
        if (!command.stderr.text.includes(name))
          throw wrong('a wrong setting for a network was not explained', expected, command.stderr.text || 'nothing');
      }
    },
  },
];
