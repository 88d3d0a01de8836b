// Links and brokers that die, or go silent, and come back: each message once, in order.

import { type Check, wrong } from '../../check.ts';
import { numbered } from '../../messages.ts';
import { networkSettings, openProxy, reaches, startPair } from '../../network.ts';
import { brokerLate, handshakeHangs } from './on-nats.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';
import { linkOutages, publishAnswered } from '../../storms/link-outages.ts';
import { linkStorm } from '../../storms/link-storm.ts';

const group = 'outages';
const COUNT = 300;

export const outages: readonly Check[] = [
  ...linkOutages({ group, messages: COUNT, limit: 240_000 }),
  {
    id: 'handshake-hangs',
    group,
    title: 'a dial whose handshake hangs does not keep the link from coming up later',
    rules: ['P7-17'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    runOnNats: handshakeHangs,
    async run(context) {
      const proxy = await openProxy(context);
      const far = await context.start(networkSettings(context, 1));
      proxy.leadTo(far.port);
      proxy.blackhole('there', 'back');
      const dialled = proxy.dialled();
      const near = await context.start({ ...networkSettings(context, 0), PEERS: proxy.url });
      if (!(await dialled)) throw wrong('a broker did not dial its peer', 'a connection to the address in PEERS', 'none');
      proxy.heal();
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await reaches([alice], [bob], channel);
    },
  },
  {
    id: 'broker-late',
    group,
    title: 'a peer that is not there yet is dialled until it is',
    rules: ['P7-17'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    runOnNats: brokerLate,
    async run(context) {
      const proxy = await openProxy(context);
      const near = await context.start({ ...networkSettings(context, 0), PEERS: proxy.url });
      const alice = await context.join('alice', { broker: near });
      const far = await context.start(networkSettings(context, 1));
      proxy.leadTo(far.port);
      const channel = context.random.word('news');
      const bob = await context.join('bob', { broker: far });
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await reaches([alice], [bob], channel);
    },
  },
  {
    id: 'slow-link',
    group,
    title: 'a slow link delivers everything, once and in order',
    rules: ['P7-15'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    async run(context) {
      const { near, far, link } = await startPair(context);
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await reaches([alice], [bob], channel);
      link.delay(150);
      await publishAnswered(alice, channel, numbered(COUNT));
      for (const body of numbered(COUNT))
        await bob.gets(`MSG:${channel}:${body}`, 'over a slow link a message was lost, came twice, or overtook another');
      await bob.getsNothing('over a slow link a message came twice');
    },
  },
  {
    id: 'link-storm',
    group,
    title:
      'links are cut or fall silent, brokers are killed, everybody publishes: sessions that stay connected get everything once, in order',
    rules: ['P7-6', 'P7-7', 'P7-9', 'P7-15', 'P7-17'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    limit: 720_000,
    run: (context) => linkStorm(context, { rounds: 1, brokers: 3, blows: 5 }),
  },
];
