// Who may be a peer, and what a client may not.

import { type Check, wrong } from '../../check.ts';
import type { Client } from '../../client.ts';
import type { Context } from '../../context.ts';
import type { Broker } from '../../broker.ts';
import { error } from '../../expected.ts';
import { networkSettings, openProxy, reaches, startNetwork, startPair } from '../../network.ts';

const group = 'doors';

/** What brokers may say to each other, ours or others': to a client, all of it is unknown. */
const PEER_VERBS =
  'HELLO PROOF INTEREST ACK REFUSED LINK PEER FORWARD RELAY ROUTE ORIGIN CHALLENGE RESUME BROKER OUTBOX SYNC RS INFO CONNECT'.split(' ');

/** How often a stranger that must stay one is given the chance to be linked: so many dials. */
const DIALS = 2;

/** A broker goes on: its own sessions are served. */
async function serves(context: Context, broker: Broker, why: string): Promise<Client> {
  const client = await context.join('local', { broker });
  await client.getsNothing(why);
  return client;
}

export const doors: readonly Check[] = [
  {
    id: 'wrong-secret',
    group,
    title: 'brokers with different secrets are not linked, and both carry on',
    rules: ['P7-19', 'P7-6'],
    startsItself: true,
    async run(context) {
      const proxy = await openProxy(context);
      const stranger = await context.start({ ...networkSettings(context, 1), PEER_SECRET: 'another secret, that nobody shares' });
      proxy.leadTo(stranger.port);
      const near = await context.start({ ...networkSettings(context, 0), PEERS: proxy.url });
      const channel = context.random.word('news');
      const ear = await context.join('ear', { broker: stranger });
      ear.send(`SUBSCRIBE:${channel}`, `SUBSCRIBE:#`);
      await ear.settle();
      const why = 'a broker with another PEER_SECRET was linked, or did not carry on';
      for (let dial = 1; dial <= DIALS; dial++) {
        const dialled = await proxy.dialled();
        const alice = await serves(context, near, why);
        alice.send(`PUBLISH:${channel}:secret ${dial}`, '@label=a PUBLISH:news@broker2:x');
        await alice.gets(error('UNREACHABLE', { label: 'a' }), {
          message: 'a broker with another PEER_SECRET was linked',
          cause: 'both sides prove that they know the secret before anything else is said',
        });
        if (!dialled) throw wrong('a refused peer was not dialled again', 'a dial at least every 2 s (P7-17)', 'none');
      }
      const overheard = (await ear.settle()).filter((frame) => frame.includes(':secret '));
      if (overheard.length > 0) throw wrong('a broker with another PEER_SECRET was sent messages', 'nothing', overheard.join(', '));
    },
  },
  {
    id: 'own-address',
    group,
    title: 'a broker that is given its own address carries on, and delivers once',
    rules: ['P7-19'],
    startsItself: true,
    async run(context) {
      const proxy = await openProxy(context);
      const broker = await context.start({ ...networkSettings(context, 0), PEERS: proxy.url });
      proxy.leadTo(broker.port);
      for (let dial = 1; dial <= DIALS && (await proxy.dialled());) dial++;
      const channel = context.random.word('news');
      const alice = await serves(context, broker, 'a broker that dialled itself did not carry on');
      alice.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:1`, `PUBLISH:${channel}:2`);
      await alice.getsOnly([`MSG:${channel}:1`, `MSG:${channel}:2`], 'a broker that was given its own address did not deliver once');
    },
  },
  {
    id: 'name-in-use',
    group,
    title: 'a name that another linked broker has is refused, and its link stays',
    rules: ['P7-19'],
    startsItself: true,
    async run(context) {
      const { near, far } = await startPair(context);
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await reaches([alice], [bob], channel);
      const proxy = await openProxy(context);
      proxy.leadTo(near.port);
      const second = await context.start({ ...networkSettings(context, 1), PEERS: proxy.url });
      const ear = await context.join('ear', { broker: second });
      ear.send(`SUBSCRIBE:${channel}`);
      await ear.settle();
      const why = 'a second broker of the same name took the place of the first, or was linked beside it';
      for (let dial = 1; dial <= DIALS; dial++) {
        // Whoever is refused dials again; who is not has no reason to.
        const dialled = await proxy.dialled();
        alice.send(`PUBLISH:${channel}:for the first, ${dial}`);
        await bob.gets(`MSG:${channel}:for the first, ${dial}`, why);
        await ear.getsNothing(why);
        if (!dialled) break;
      }
      await serves(context, second, 'a broker whose name is in use did not carry on');
    },
  },
  {
    id: 'peer-verbs',
    group,
    title: 'what brokers say to each other is unknown when a client says it',
    rules: ['P7-20', 'P1-16'],
    startsItself: true,
    async run(context) {
      const { brokers } = await startNetwork(context, 2);
      const [near] = brokers;
      if (!near) throw new Error('two were started');
      const alice = await context.join('alice', { broker: near });
      for (const verb of PEER_VERBS) {
        alice.send(`@label=v ${verb}:broker9:x`);
        await alice.gets(error('UNKNOWN_COMMAND', { label: 'v' }), {
          message: 'a client could use a command of peers',
          cause: 'a peer’s commands belong to sessions that have proved to be peers, and to no other',
        });
      }
    },
  },
  {
    id: 'origin-is-the-brokers',
    group,
    title: 'a client cannot say from where a message comes',
    rules: ['P7-14', 'P1-11'],
    startsItself: true,
    async run(context) {
      const broker = await context.start(networkSettings(context, 0));
      const alice = await context.join('alice', { broker });
      const channel = context.random.word('news');
      alice.send(`@label=s SUBSCRIBE:${channel}`);
      await alice.settle();
      for (const tag of ['origin=broker2', 'from=bob@broker2', `from=${alice.user}`]) {
        alice.send(`@${tag} PUBLISH:${channel}:forged`);
        await alice.gets(error('BAD_FRAME'), 'a client set from or origin');
      }
      await alice.getsNothing('a forged message was delivered');
    },
  },
];
