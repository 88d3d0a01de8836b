// The web client in a real Chromium, with stage 01's broker behind it.

import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { WebSocketRoute } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Broker } from '@workshop/checks';
import { type ClientPage, describePages, Wire } from '@workshop/client/pages';

const main = new URL('../src/main.ts', import.meta.url);
const FILE = import.meta.resolve('@workshop/client');

describePages('client.html on stage 01', (pages) => {
  /** A page that is subscribed to `news`: it has seen a message of its own there. */
  async function joinNews(broker: Broker, between?: (route: WebSocketRoute) => void): Promise<ClientPage> {
    const client = await pages.open(broker, undefined, between);
    await client.join('news');
    await client.publish('hello from a new tab');
    await client.messages().first().waitFor();
    return client;
  }

  /** The client as a file, at a broker of any address. */
  async function openFromDisk(address: string): Promise<ClientPage> {
    const client = await pages.visit(FILE);
    await client.reconnect(address);
    return client;
  }

  test('two tabs exchange messages, and what looks like HTML is shown as text', async () => {
    const broker = await pages.start(main);
    const [alice, bob] = [await joinNews(broker), await joinNews(broker)];
    const attack = '<img src=x onerror=alert(1)>';
    await alice.publish(attack);
    for (const client of [alice, bob]) {
      await client.messages(attack).waitFor();
      await client.frames(`← MSG:news:${attack}`).waitFor();
      expect(await client.page.locator('img').count()).toBe(0);
    }
  });

  test('both survive a restart of the broker, are subscribed again, and show that something may be missing', async () => {
    const broker = await pages.start(main);
    const [alice, bob] = [await joinNews(broker), await joinNews(broker)];
    const { port } = broker;
    await broker.kill();
    for (const client of [alice, bob]) await client.loses();
    await broker.start({ PORT: String(port) });
    for (const client of [alice, bob]) await client.reaches('connected');
    await bob.publish('after the restart');
    await bob.messages('after the restart').waitFor();
    await bob.shows('.notice', 'the broker did not keep it');
    await alice.publish('and back');
    await bob.messages('and back').waitFor();
  });

  test('a retry goes to the broker that was lost, and not to an address that somebody is typing', async () => {
    const [broker, other] = [await pages.start(main), await pages.start(main)];
    const client = await pages.open(broker);
    await client.page.fill('#address', other.url);
    const { port, url } = broker;
    await broker.kill();
    await client.loses();
    await broker.start({ PORT: String(port) });
    await client.shows('#status', `Connected to ${url}/`);
  });

  test('the broker is sent what the user does and nothing else: no tags, and no command that this stage lacks', async () => {
    const client = await joinNews(await pages.start(main));
    await client.page.click('#leave');
    await client.frames('UNSUBSCRIBE:news').waitFor();
    const frames = await client.page.locator('#log .out').allTextContents();
    const sent = ['SUBSCRIBE:news', 'PUBLISH:news:hello from a new tab', 'UNSUBSCRIBE:news'];
    expect(frames.map((frame) => frame.split(' → ')[1])).toEqual(sent);
  });

  test('a channel that was left shows nothing any more, not even what is still under way, and can be joined again', async () => {
    const broker = await pages.start(main);
    const alice = await joinNews(broker);
    const bob = await joinNews(broker, (route) => {
      const server = route.connectToServer();
      route.onMessage((frame) => {
        if (!String(frame).startsWith('UNSUBSCRIBE')) server.send(frame); // it never gets there
      });
    });
    await bob.page.click('#leave');
    await bob.conversation('news').waitFor({ state: 'detached' });
    await alice.publish('under way');
    await bob.frames('← MSG:news:under way').waitFor();
    expect(await bob.conversation('news').count()).toBe(0);
    await bob.join('news');
    await alice.publish('for both again');
    await bob.messages('for both again').waitFor();
    expect(await bob.texts()).toEqual(['for both again']);
  });

  test('messages of another channel than the one that is shown are counted', async () => {
    const broker = await pages.start(main);
    const [alice, bob] = [await joinNews(broker), await joinNews(broker)];
    await bob.join('sport');
    await alice.publish('one');
    await alice.publish('two');
    await bob.unread('news').filter({ visible: true, hasText: '2' }).waitFor();
    expect(await bob.page.title()).toBe('(2) Messaging client');
    await bob.conversation('news').click();
    await bob.unread('news').waitFor({ state: 'hidden' });
    expect((await bob.texts()).slice(-2)).toEqual(['one', 'two']);
  });

  test('a refusal is shown, and raw frames are sent', async () => {
    const client = await joinNews(await pages.start(main));
    await client.sendFrame('hello');
    await client.shows('#refusal', 'BAD_FRAME');
  });

  test('a channel that is refused is not in the list, and those beside it stay', async () => {
    const client = await joinNews(await pages.start(main));
    for (const name of ['bad name', 'a:b', 'x'.repeat(256)]) {
      await client.join(name);
      await client.shows('#refusal', /^BAD_/);
      await client.conversation(name).waitFor({ state: 'detached' });
    }
    await client.conversation('news').waitFor();
  });

  test('a link that has gone silent is given up, and another one opened', async () => {
    const wire = new Wire();
    const client = await pages.open(await pages.start(main), undefined, wire.between);
    await client.reloadWithClock();
    await client.reaches('connected');
    await client.join('news');
    await client.publish('before');
    await client.messages('before').waitFor();
    wire.silence();
    await client.page.clock.runFor(60_000);
    await client.reaches('connected');
    await client.shows('.notice', 'the broker did not keep it');
    await client.publish('after');
    await client.messages('after').waitFor();
  });

  test('a link on which nobody talks stays', async () => {
    const client = await pages.open(await pages.start(main));
    await client.reloadWithClock();
    await client.reaches('connected');
    for (let answers = 0; answers < 3; answers += 1) {
      await client.page.clock.runFor(20_000);
      await client.frames('← MSG:echo.').nth(answers).waitFor();
    }
    expect(await client.frames('ERROR').count()).toBe(0);
    expect(await client.page.locator('.conversation').count()).toBe(0);
    await client.reaches('connected');
  });

  test('a broker that it has to ask what it is does not greet it with an error, and nor does an exercise when it is quiet', async () => {
    const client = await pages.visit(FILE);
    await client.reloadWithClock();
    await client.reconnect(await startUnwrittenBroker());
    await client.frames('← ERROR:UNKNOWN_COMMAND').waitFor();
    for (const refusals of [2, 4, 6]) {
      await client.page.clock.runFor(20_000);
      await client
        .frames('← ERROR:TODO:1.2')
        .nth(refusals - 1)
        .waitFor();
    }
    expect(await client.page.locator('#log .error').count()).toBe(0);
    expect(await client.page.textContent('#refusal')).toBe('');
    await client.sendFrame('PUBLISH:news:Hi');
    await client.shows('#refusal', 'TODO: 1.2');
    await client.reaches('connected');
  });

  test('a broker that takes connections and says nothing is tried again', async () => {
    const client = await pages.visit(FILE);
    await client.reloadWithClock();
    await client.page.fill('#address', `ws://127.0.0.1:${await portOf(createTcpServer())}`);
    await client.page.click('#connect button');
    await client.page.clock.runFor(20_000);
    await client.frames('this link is given up').waitFor();
  });

  test('behind the prefix of a proxy, it connects to where it came from', async () => {
    const { port } = await pages.start(main);
    const client = await pages.visit(`http://127.0.0.1:${await portOf(stripPrefix('/proxy/8765', port))}/proxy/8765/`);
    await client.reaches('connected');
    await client.join('news');
    await client.publish('through the proxy');
    await client.messages('through the proxy').waitFor();
  });

  test('opened from disk, it talks to the broker at the address given', async () => {
    const client = await openFromDisk((await pages.start(main)).url);
    expect(fileURLToPath(client.page.url())).toMatch(/client\.html$/);
  });

  test('it talks to a broker that knows SUBSCRIBE, PUBLISH and MSG and answers nothing else', async () => {
    const client = await openFromDisk(await startBasicBroker());
    await client.join('news');
    await client.publish('Hi');
    await client.messages('Hi').waitFor();
  });

  test('it takes the silence of such a broker for no fault', async () => {
    const client = await pages.visit(FILE);
    await client.reloadWithClock();
    await client.reconnect(await startBasicBroker());
    await client.page.clock.runFor(120_000);
    await client.reaches('connected');
  });
});

/** Listens at a free port, until the test is finished. */
async function portOf(server: Server | TcpServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A proxy as those of editors in a browser: what lies below the prefix goes to the port without it, and all else is not found. */
function stripPrefix(prefix: string, port: number): Server {
  const isBelow = (url = '') => url.startsWith(`${prefix}/`);
  const proxy = createServer(({ url = '', method, headers }, response) => {
    if (!isBelow(url)) return void response.writeHead(404).end();
    request({ port, path: url.slice(prefix.length), method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    }).end();
  });
  return proxy.on('upgrade', ({ url = '', rawHeaders }, socket, head: Buffer) => {
    if (!isBelow(url)) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
    const broker = connect(port, '127.0.0.1').on('error', () => socket.destroy());
    broker.write([`GET ${url.slice(prefix.length)} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    broker.write(head);
    broker.pipe(socket).pipe(broker);
  });
}

/** A stage 01 of which only the parser has been written. @returns its address */
async function startUnwrittenBroker(): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  server.on('connection', (socket) => {
    socket.on('message', (payload) =>
      socket.send(
        String(payload).startsWith('HISTORY') ? 'ERROR:UNKNOWN_COMMAND:there is no HISTORY' : 'ERROR:TODO:1.2 is not written yet',
      ),
    );
  });
  await once(server, 'listening');
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The broker of a learner's first evening. @returns its address */
async function startBasicBroker(): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const subscribers = new Map<string, Set<WebSocket>>();
  server.on('connection', (socket) => {
    socket.on('message', (payload) => {
      const [verb, channel = '', body] = String(payload).split(':');
      const sessions = subscribers.get(channel) ?? new Set();
      if (verb === 'SUBSCRIBE') subscribers.set(channel, sessions.add(socket));
      if (verb === 'PUBLISH') for (const session of sessions) session.send(`MSG:${channel}:${body}`);
    });
  });
  await once(server, 'listening');
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
