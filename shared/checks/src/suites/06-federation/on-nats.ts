// The checks of links and peers, where brokers share a NATS server (P8-1): there, a broker dials NATS, which lets it in or refuses it.

import { rmSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { once } from 'node:events';
import { join as path } from 'node:path';
import type { Broker } from '../../broker.ts';
import { wrong } from '../../check.ts';
import type { Client } from '../../client.ts';
import type { Context } from '../../context.ts';
import { error, ok } from '../../expected.ts';
import type { LinkProxy } from '../../link-proxy.ts';
import type { NatsServer } from '../../nats-server.ts';
import { networkSettings, openProxy, startServer } from '../../network.ts';
import { withinLimit } from '../../time.ts';

const PASSWORD = 'right-password';
const USERS = `authorization { users: [ { user: brokers, password: "${PASSWORD}" } ] }`;
const STOP_MS = 5000;
/** How long a broker may take to notice that NATS is there, in ms. */
const NOTICE_MS = 20_000;

/** The address of a NATS server, or of a proxy that leads to it, with a broker's credential. */
const urlOf = (port: number, password?: string): string =>
  password === undefined ? `nats://127.0.0.1:${port}` : `nats://brokers:${password}@127.0.0.1:${port}`;

/** A client whose AUTH was refused because its broker has no NATS. */
async function refusedAt(context: Context, broker: Broker, why: string): Promise<Client> {
  const client = await context.connect('somebody', { broker });
  client.send(`@label=away AUTH:${context.token('somebody')}`);
  await client.gets(error('UNREACHABLE', { label: 'away' }), why);
  return client;
}

/** A client that logs in as soon as its broker has NATS. */
async function joinWhenThere(context: Context, broker: Broker, who: string): Promise<Client> {
  const client = await context.connect(who, { broker });
  client.user = context.random.word(who);
  const deadline = performance.now() + NOTICE_MS;
  for (;;) {
    client.send(`@label=in AUTH:${context.token(client.user)}`);
    const { verb } = await client.gets(
      { text: 'an answer to AUTH', matches: ({ tags }) => tags?.get('label') === 'in' },
      'AUTH was not answered',
    );
    if (verb === 'OK') return client;
    if (performance.now() > deadline) throw wrong('a broker did not notice that NATS was there', 'within 20 s', 'UNREACHABLE');
  }
}

/** Expects that a message from one session reaches another, even one on another broker. */
async function delivers(context: Context, from: Client, to: Client, why: string): Promise<void> {
  const channel = context.random.word('news');
  to.send(`@label=s SUBSCRIBE:${channel}`);
  await to.gets(ok('SUBSCRIBE', channel, { label: 's' }), why);
  from.send(`PUBLISH:${channel}:Hi`);
  await to.gets({ text: `MSG:${channel}:Hi`, matches: ({ target, body }) => target === channel && body === 'Hi' }, why);
}

async function startLate(context: Context): Promise<{ server: NatsServer; way: LinkProxy }> {
  return { server: await startServer(context), way: await openProxy(context) };
}

/** The handshake with NATS hangs at first. */
export async function handshakeHangs(context: Context): Promise<void> {
  const { server, way } = await startLate(context);
  way.leadTo(server.port);
  way.blackhole('there', 'back');
  const broker = await context.start({ ...networkSettings(context, 0), NATS_URL: urlOf(way.port) });
  way.heal();
  const alice = await joinWhenThere(context, broker, 'alice');
  await delivers(context, alice, alice, 'after a handshake with NATS that hung, a broker did not work');
}

/** NATS is away when the broker starts. */
export async function brokerLate(context: Context): Promise<void> {
  const { server, way } = await startLate(context);
  const broker = await context.start({ ...networkSettings(context, 0), NATS_URL: urlOf(way.port) });
  await refusedAt(context, broker, 'a broker that started without NATS did not refuse with UNREACHABLE');
  const lines = broker.output.split('\n').filter((line) => line.includes('NATS_URL='));
  if (lines.length !== 1)
    throw wrong('a broker that started without NATS did not say so in one line', 'a line with NATS_URL=', lines.join('\n'));
  way.leadTo(server.port);
  const alice = await joinWhenThere(context, broker, 'alice');
  await delivers(context, alice, alice, 'a broker that started before NATS did not work once NATS was there');
}

/** A broker with a wrong credential carries on, and gets nothing. */
export async function wrongSecret(context: Context): Promise<void> {
  const server = await startServer(context, { configuration: USERS });
  const near = await context.start({ ...networkSettings(context, 0), NATS_URL: urlOf(server.port, PASSWORD) });
  const stranger = await context.start({ ...networkSettings(context, 1), NATS_URL: urlOf(server.port, 'wrong-password') });
  await refusedAt(context, stranger, 'a broker that NATS does not let in did not carry on, and refuse with UNREACHABLE');
  const alice = await context.join('alice', { broker: near });
  await delivers(context, alice, alice, 'a broker did not work while another one had a wrong credential');
  if (`${stranger.output}${near.output}`.includes('-password'))
    throw wrong('a credential is in the log', 'NATS_URL without it', 'the password');
}

/** A broker with a wrong credential complains of it once. */
export async function refusalLogged(context: Context): Promise<void> {
  const server = await startServer(context, { configuration: USERS });
  const way = await openProxy(context);
  way.leadTo(server.port);
  const stranger = await context.start({ ...networkSettings(context, 1), NATS_URL: urlOf(way.port, 'wrong-password') });
  const lines = () => stranger.output.split('\n').filter((line) => line.includes('NATS_URL='));
  for (let times = 1; times <= 6; times++) await way.dialled();
  const before = lines();
  if (!before.some((line) => /authori[sz]ation|authentication|credential/i.test(line)))
    throw wrong('a wrong credential was not named in the log', 'a line with NATS_URL= that names it', stranger.output);
  for (let times = 1; times <= 6; times++) await way.dialled();
  if (lines().length > 2)
    throw wrong('a wrong credential was logged again and again', 'one clear log line, not one for each attempt', lines().join('\n'));
}

/** NATS_URL leads to the broker itself. */
export async function ownAddress(context: Context): Promise<void> {
  const way = await openProxy(context);
  const broker = await context.start({ ...networkSettings(context, 0), NATS_URL: urlOf(way.port) });
  way.leadTo(broker.port);
  await way.dialled();
  await refusedAt(context, broker, 'a broker that was given its own address as that of NATS did not carry on');
}

/** Of two brokers with one name, the second waits until the first is gone. */
export async function nameInUse(context: Context): Promise<void> {
  const server = await startServer(context);
  const settings = { ...networkSettings(context, 1), NATS_URL: urlOf(server.port) };
  const first = await context.start(settings);
  const bob = await context.join('bob', { broker: first });
  const second = await context.start(settings);
  const why = 'a second broker of the same name took the place of the first, or was let in beside it';
  await refusedAt(context, second, why);
  if (!second.output.includes('BROKER_NAME')) throw wrong('a name that is in use was not named in the log', 'BROKER_NAME', second.output);
  await delivers(context, bob, bob, why);
  await first.kill();
  const carol = await joinWhenThere(context, second, 'carol');
  await delivers(context, carol, carol, 'a broker whose name had been in use did not work once the name was free');
}

/** The store is gone, and a new one is in its place: cursors of the old one mean nothing (P3-14). */
export async function newStore(context: Context): Promise<void> {
  const server = await startServer(context);
  const broker = await context.start({ ...networkSettings(context, 0), NATS_URL: urlOf(server.port) });
  const alice = await context.join('alice', { broker });
  alice.send('@label=s SUBSCRIBE:news');
  const { tags } = await alice.gets(ok('SUBSCRIBE', 'news', { label: 's' }), 'SUBSCRIBE was not answered');
  await server.kill();
  rmSync(path(server.folder, 'jetstream'), { recursive: true });
  await server.start();
  await alice.closes(1001, 'a session whose store is gone was not ended, and so could not resume in the new one', NOTICE_MS);
  const back = await joinWhenThere(context, broker, 'bob');
  back.send(`@label=r;since=0;epoch=${tags?.get('epoch')} SUBSCRIBE:news`);
  await back.gets(
    ok('SUBSCRIBE', 'news', { label: 'r', recovered: 0 }),
    'a cursor of a stream that is gone was taken for a cursor of the new one',
  );
}

/** SIGTERM while the broker dials a NATS that never answers. */
export async function sigtermDialling(context: Context): Promise<void> {
  const { server, way } = await startLate(context);
  way.leadTo(server.port);
  way.blackhole('there', 'back');
  const broker = await context.start({ ...networkSettings(context, 0), NATS_URL: urlOf(way.port) });
  const client = await context.connect('somebody', { broker });
  await way.dialled();
  context.transcript.add('grader', '·', 'sends SIGTERM');
  const exit = await broker.stop('SIGTERM', STOP_MS);
  if (exit?.code !== 0)
    throw wrong('a broker that was dialling NATS did not end with exit code 0', 'exit code 0 within 2 s of SIGTERM', `${exit?.code}`);
  await client.closes(1001, 'SIGTERM did not close a session with 1001');
}

/** A stranger without a credential cannot say to NATS what brokers say. */
export async function strangerAtNats(context: Context): Promise<void> {
  const server = await startServer(context, { configuration: USERS });
  const broker = await context.start({ ...networkSettings(context, 0), NATS_URL: urlOf(server.port, PASSWORD) });
  const bob = await context.join('bob', { broker });
  const channel = context.random.word('news');
  bob.send(`SUBSCRIBE:${channel}`);
  await bob.settle();
  const socket = dial(server.port, '127.0.0.1');
  let said = '';
  socket.on('error', () => {}).on('data', (chunk) => void (said += chunk.toString('latin1')));
  socket.write(`CONNECT {"verbose":false}\r\nPUB live.chat.channel.${channel} 6\r\nforged\r\n`);
  await withinLimit(once(socket, 'close'));
  socket.destroy();
  if (!said.includes('Authorization')) throw wrong('a stranger was let into the NATS server', 'Authorization Violation', said);
  await bob.getsNothing('something that a stranger said came as a message');
}
