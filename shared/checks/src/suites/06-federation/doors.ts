// Who may be a peer, and what a client may not do.

import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Check, wrong } from '../../check.ts';
import type { Client } from '../../client.ts';
import { withinLimit } from '../../time.ts';
import type { Context } from '../../context.ts';
import type { Broker } from '../../broker.ts';
import { error, ok } from '../../expected.ts';
import { networkSettings, openProxy, pairOf, reaches, startPair } from '../../network.ts';
import { nameInUse, newStore, ownAddress, sigtermDialling, wrongSecret } from './on-nats.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'doors';

/** Verbs that brokers, ours or others', may say to each other: said by a client, all of them are unknown. */
const PEER_VERBS =
  'HELLO PROOF INTEREST ACK REFUSED LINK PEER FORWARD RELAY ROUTE ORIGIN CHALLENGE RESUME BROKER OUTBOX SYNC RS INFO CONNECT'.split(' ');

/** A stranger that must stay one gets so many chances to be linked: that many dials. */
const DIALS = 2;

/** How long a broker may take to end, in ms: 2 s, but the machine may be busy. Still less than it commonly takes to give up a dial. */
const STOP_MS = 5000;

const HANDSHAKE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', // RFC 6455 §1.3
};

/** What a broker of this kind asks for when it dials. How brokers talk is their own affair, so it is learned from one that dials. */
async function overhear(context: Context): Promise<{ readonly path: string; readonly protocol: string }> {
  const server = createServer();
  context.atEnd(async () => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = new Promise<IncomingMessage>((resolve) => {
    for (const event of ['upgrade', 'request'])
      server.on(event, (incoming: IncomingMessage) => {
        incoming.socket.destroy();
        resolve(incoming);
      });
  });
  const { port } = server.address() as AddressInfo;
  const dialler = await context.start({ ...networkSettings(context, 0), PEERS: `ws://127.0.0.1:${port}` });
  const dial = await withinLimit(asked);
  await dialler.kill();
  if (!dial) throw wrong('a broker did not dial its peer', 'a WebSocket handshake at the address in PEERS', 'none');
  return { path: dial.url ?? '/', protocol: dial.headers['sec-websocket-protocol'] ?? '' };
}

/** The HTTP status that answers a handshake: 101 when it is accepted. */
async function knock({ url }: Broker, path: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const asked = request(new URL(path, url.replace('ws:', 'http:')), { headers: { ...HANDSHAKE, ...headers } });
  const status = new Promise<number | undefined>((resolve) => {
    for (const event of ['response', 'upgrade']) asked.on(event, ({ statusCode }: IncomingMessage) => resolve(statusCode));
    asked.on('error', () => resolve(undefined));
  });
  asked.end();
  const answer = await withinLimit(status);
  asked.destroy();
  return answer;
}

/** Expects that a broker carries on: its own sessions are served. */
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
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    runOnNats: wrongSecret,
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
        const dialled = await proxy.answered();
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
    title: 'a broker that is given its own address carries on, and delivers each message once',
    rules: ['P7-19'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    runOnNats: ownAddress,
    async run(context) {
      const proxy = await openProxy(context);
      const broker = await context.start({ ...networkSettings(context, 0), PEERS: proxy.url });
      proxy.leadTo(broker.port);
      for (let dial = 1; dial <= DIALS && (await proxy.answered());) dial++;
      const channel = context.random.word('news');
      const alice = await serves(context, broker, 'a broker that dialled itself did not carry on');
      alice.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:1`, `PUBLISH:${channel}:2`);
      await alice.getsOnly(
        [`MSG:${channel}:1`, `MSG:${channel}:2`],
        'a broker that was given its own address did not deliver each message once',
      );
    },
  },
  {
    id: 'name-in-use',
    group,
    title: 'a broker whose name another linked broker has is refused, and the other’s link stays',
    rules: ['P7-19'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    runOnNats: nameInUse,
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
        // A broker that is refused dials again; one that is not has no reason to.
        const dialled = await proxy.answered();
        alice.send(`PUBLISH:${channel}:for the first, ${dial}`);
        await bob.gets(`MSG:${channel}:for the first, ${dial}`, why);
        await ear.getsNothing(why);
        if (!dialled) break;
      }
      await serves(context, second, 'a broker whose name is in use did not carry on');
    },
  },
  {
    id: 'same-store',
    group,
    title: 'two brokers, one of which has a copy of the other’s store, are not linked, and both carry on',
    rules: ['P7-19', 'P3-14'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    runOnNats: newStore,
    async run(context) {
      const far = await context.start(networkSettings(context, 1));
      const bob = await context.join('bob', { broker: far });
      bob.send('@label=p PUBLISH:news:before');
      await bob.gets(ok('PUBLISH', 'news', { label: 'p' }), 'a publish was not answered');
      await far.stop('SIGTERM', STOP_MS);
      await far.kill();
      const proxy = await openProxy(context);
      const near = context.prepare({ ...networkSettings(context, 0), PEERS: proxy.url });
      cpSync(far.folder, near.folder, { recursive: true });
      await Promise.all([near.start(), far.start()]);
      proxy.leadTo(far.port);
      for (let dial = 1; dial <= DIALS; dial++) {
        const dialled = await proxy.answered();
        const alice = await serves(context, near, 'a broker whose store another has copied did not carry on');
        alice.send('@label=a PUBLISH:news@broker2:x');
        await alice.gets(error('UNREACHABLE', { label: 'a' }), {
          message: 'two brokers with the same store were linked',
          cause:
            'copying the file is a quick way to a second broker; but with one epoch for two stores, a resume on the wrong one is believed',
        });
        if (!dialled) break; // it may take the other for itself, and not dial again
      }
      await serves(context, far, 'a broker whose store another has copied did not carry on');
    },
  },
  {
    id: 'peer-verbs',
    group,
    title: 'the commands that brokers send each other are unknown when a client sends them',
    rules: ['P7-20', 'P1-16'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near } = pairOf(context.network);
      const alice = await context.join('alice', { broker: near });
      for (const verb of PEER_VERBS) {
        alice.send(`@label=v ${verb}:broker9:x`);
        await alice.gets(error('UNKNOWN_COMMAND', { label: 'v' }), {
          message: 'a client could use a command of peers',
          cause: 'only sessions that have proved that they are peers may use a peer’s commands',
        });
      }
    },
  },
  {
    id: 'origin-is-the-brokers',
    group,
    title: 'a client cannot say where a message comes from',
    rules: ['P7-14', 'P1-11'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near: broker } = pairOf(context.network);
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
  {
    id: 'peer-origin',
    group,
    title: 'a page of another origin is refused even when it dials as a broker does',
    rules: ['P4-15', 'P7-20'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    async run(context) {
      // Brokers dial a NATS server by no handshake that a page could make, so there is only one door.
      const dial = context.sharesStore ? { path: '/', protocol: '' } : await overhear(context);
      const origin = 'https://chat.example';
      const broker = await context.start({ ...networkSettings(context, 1), ALLOWED_ORIGINS: origin });
      // Of a request, a page chooses the path and the subprotocols.
      const protocols = new Set([dial.protocol, `chat, ${dial.protocol}`, `${dial.protocol}, chat`]);
      for (const path of new Set(['/', dial.path]))
        for (const protocol of protocols) {
          const headers = { 'Sec-WebSocket-Protocol': protocol || 'chat', Origin: 'https://evil.example' };
          context.transcript.add('grader', '·', `asks for ${path} with ${JSON.stringify(headers)}`);
          const status = await knock(broker, path, headers);
          if (status !== 403)
            throw wrong(
              'a page of another origin was let in, or answered, as if it were a broker',
              'HTTP 403',
              status === undefined ? 'no answer' : `HTTP ${status}`,
              'check the origin before you look whether the request is a client’s or a broker’s',
            );
        }
      await serves(context, broker, 'a client without an Origin was not served');
    },
  },
  {
    id: 'sigterm-dialling',
    group,
    title: 'SIGTERM ends a broker even while it dials itself and somebody who never answers',
    rules: ['P0-4', 'P7-17', 'P7-19'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    runOnNats: sigtermDialling,
    async run(context) {
      const [itself, silent, mute] = [await openProxy(context), await openProxy(context), await openProxy(context)];
      const other = await context.start(networkSettings(context, 1));
      silent.leadTo(other.port);
      silent.blackhole('there', 'back');
      mute.leadTo(other.port);
      mute.blackhole('back');
      const dials = Promise.all([silent.dialled(), mute.dialled()]);
      const broker = await context.start({
        ...networkSettings(context, 0),
        PEERS: [itself, silent, mute].map(({ url }) => url).join(','),
      });
      const dialled = itself.dialled();
      itself.leadTo(broker.port);
      await dials;
      await dialled;
      const alice = await serves(context, broker, 'a broker that dials in vain did not serve its clients');
      context.transcript.add('grader', '·', 'sends SIGTERM');
      const exit = await broker.stop('SIGTERM', STOP_MS);
      const cause = 'a dial that is under way, and the timer of the next one, must not keep the broker alive: end both when it shuts down';
      if (exit?.code !== 0)
        throw wrong(
          'a broker that was dialling did not end with exit code 0',
          'exit code 0 within 2 s of SIGTERM',
          exit ? `exit code ${exit.code}` : `it still ran after ${STOP_MS / 1000} s`,
          cause,
        );
      await alice.closes(1001, 'SIGTERM did not close a session with 1001');
    },
  },
];
