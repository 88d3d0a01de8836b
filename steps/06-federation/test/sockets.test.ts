// Links over real sockets: what a stranger is answered, and that nothing keeps a broker from ending.

import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { listen } from '01-basic-pubsub/server';
import { MemoryStore } from '02-persistence';
import { PacedOutput } from '02-persistence/paced-output';
import { checkOrigin } from '03-auth/origins';
import { afterEach, describe, expect, test } from 'vitest';
import { createBroker } from '../src/broker.ts';
import { Proofs } from '../src/links/proofs.ts';
import { createSeal } from '../src/links/seal.ts';
import { SocketNetwork } from '../src/links/socket-network.ts';

const SECRET = 'sesame';
const LIMITS = {
  PORT: 0,
  HOST: '127.0.0.1',
  MAX_CONNECTIONS: 100,
  MAX_FRAME_BYTES: 65_536,
  MAX_BUFFER_BYTES: 1e6,
  PING_INTERVAL_MS: 25_000,
};

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function start(name: string, { peers = [] as string[], secret = SECRET } = {}) {
  const log: string[] = [];
  const network = new SocketNetwork(LIMITS.PING_INTERVAL_MS);
  const { broker, dialogue, federation } = createBroker({
    name,
    store: new MemoryStore(),
    retain: 100,
    authTimeout: 10_000,
    typingExpiry: 6000,
    verify: async (user) => ({ user, expires: Date.now() + 1e9 }),
    links: secret === '' ? undefined : { network, addresses: peers, seal: createSeal(secret) },
    log: (line) => void log.push(line),
  });
  const upgrades = [checkOrigin({ ALLOWED_ORIGINS: new Set(['http://good.example']) }), network.upgrade];
  const { url, close } = await listen({ broker, door: dialogue, Output: PacedOutput }, LIMITS, upgrades);
  federation?.dial();
  ending.push(close);
  return { url, close, log, federation };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Asks for a link as a broker does, and reads the answer to its end. */
async function ask(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const asking = request(url.replace('ws:', 'http:'), {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      'sec-websocket-protocol': 'workshop-peer-2',
      ...headers,
    },
  });
  asking.end();
  const upgraded = once(asking, 'upgrade') as Promise<[IncomingMessage, Socket]>;
  const answered = once(asking, 'response') as Promise<[IncomingMessage]>;
  const [response, socket] = await Promise.race([upgraded, answered]);
  if (socket) {
    socket.destroy();
    return { status: response.statusCode, headers: response.headers, text: '' };
  }
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, text };
}

const nonceOf = ({ headers }: Answer) => /nonce="(\w+)"/.exec(headers['www-authenticate'] ?? '')?.[1] ?? '';
const stranger = (secret: string) => new Proofs({ name: 'stranger', store: 's', run: 'r' }, createSeal(secret));
const prove = async (nonce: string, secret: string) => ({
  authorization: `Bearer ${await stranger(secret).introduce(nonce, { id: 'i', lost: [] })}`,
});

describe('whoever asks for a link', () => {
  test('is asked for a proof, another one each time, and gets a WebSocket only with it, once', async () => {
    const { url } = await start('a');
    const [first, second] = [await ask(url), await ask(url)];
    expect([first.status, second.status]).toEqual([401, 401]);
    expect(nonceOf(first)).toMatch(/^[0-9a-f]{32}$/);
    expect(nonceOf(second)).not.toBe(nonceOf(first));
    const proof = await prove(nonceOf(first), SECRET);
    const accepted = await ask(url, proof);
    expect(accepted.status).toBe(101);
    await stranger(SECRET).readConsent(String(accepted.headers['authentication-info']), 'i');
    expect(await ask(url, proof)).toMatchObject({ status: 403, text: 'the proof of stranger came too late, or came before' });
  });

  test('with another secret, or with nonsense, is refused, which is said once', async () => {
    const { url, log } = await start('a');
    const refused = { status: 403, text: 'it knows another PEER_SECRET: give both brokers the same' };
    expect(await ask(url, await prove(nonceOf(await ask(url)), 'other'))).toMatchObject(refused);
    expect(await ask(url, { authorization: 'Bearer x.y.z' })).toMatchObject(refused);
    expect(log).toHaveLength(1);
  });

  test('is refused where there is no PEER_SECRET', async () => {
    const { url } = await start('a', { secret: '' });
    expect(await ask(url)).toMatchObject({ status: 403, text: 'this broker has no PEER_SECRET, and is in no network' });
  });

  test('as a page of another origin is not even asked', async () => {
    const { url } = await start('a');
    expect(await ask(url, { origin: 'http://evil.example' })).toMatchObject({
      status: 403,
      text: expect.stringContaining('ALLOWED_ORIGINS'),
    });
    expect((await ask(url, { origin: 'http://good.example' })).status).toBe(401);
  });
});

describe('two brokers', () => {
  test('are linked over sockets, and again after one was started anew', async () => {
    const a = await start('a');
    const b = await start('b', { peers: [a.url] });
    await expect.poll(() => [a.federation?.linked, b.federation?.linked]).toEqual([['b'], ['a']]);
    await b.close();
    await expect.poll(() => a.federation?.linked).toEqual([]);
    const again = await start('b', { peers: [a.url] });
    await expect.poll(() => [a.federation?.linked, again.federation?.linked]).toEqual([['b'], ['a']]);
  });
});

test('a broker ends within 2 s, whatever dials it or is dialled by it', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  ending.push(() => silent.close());
  const address = `ws://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const dialled = once(silent, 'connection') as Promise<[Socket]>;
  const { url, close } = await start('a', { peers: [address] });
  const [under] = await dialled;
  under.on('error', () => {}).resume();
  const open = async (head: string) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(head);
    ending.push(() => socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  const head = `GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: workshop-peer-2\r\n`;
  await open(head); // half a request
  const asked = await open(`${head}Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`); // never closes its side
  await once(asked, 'data');
  const nonce = nonceOf(await ask(url));
  const { authorization } = await prove(nonce, SECRET);
  const mute = await open(`${head}Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\nAuthorization: ${authorization}\r\n\r\n`);
  await once(mute, 'data'); // it is let in, says nothing, and answers no goodbye
  const before = performance.now();
  await close();
  expect(performance.now() - before).toBeLessThan(2000);
  if (!under.closed) await once(under, 'close');
});
