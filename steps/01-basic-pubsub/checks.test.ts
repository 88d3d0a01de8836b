// Stage 01, as it runs: each rule of the protocol's sections 0 to 2 that a client can notice.

import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { Client, failBroker, type Running, startBroker } from './test/running.ts';

const MIB = 2 ** 20;
const running: Running[] = [];

async function start(environment: Record<string, string> = {}): Promise<Running> {
  const broker = await startBroker(environment);
  running.push(broker);
  return broker;
}

afterAll(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ exit }) => exit));
});

let broker: Running;
beforeAll(async () => {
  broker = await start();
});
const join = () => Client.connect(broker.url);

describe('seed', () => {
  test('a subscriber gets what is published, as often as it is published', async () => {
    const [alice, bob] = [await join(), await join()];
    alice.send('SUBSCRIBE:seed');
    await alice.settled();
    bob.send('PUBLISH:seed:Hello!', 'PUBLISH:seed:Hello!');
    expect([await alice.next(), await alice.next()]).toEqual(['MSG:seed:Hello!', 'MSG:seed:Hello!']);
    expect(await bob.settled()).toEqual([]);
  });

  test('everyone subscribed gets it once, the publisher too, and nobody else', async () => {
    const clients = await Promise.all([join(), join(), join()]);
    const outsider = await join();
    for (const client of clients) client.send('SUBSCRIBE:all', 'SUBSCRIBE:all');
    outsider.send('SUBSCRIBE:other');
    for (const client of [...clients, outsider]) await client.settled();
    clients[0]?.send('PUBLISH:all:x');
    for (const client of clients) expect(await client.next()).toBe('MSG:all:x');
    for (const client of [...clients, outsider]) expect(await client.settled()).toEqual([]);
  });
});

describe('publish and subscribe', () => {
  test('after UNSUBSCRIBE nothing comes, and a second one changes nothing', async () => {
    const client = await join();
    client.send('UNSUBSCRIBE:gone', 'SUBSCRIBE:gone', 'UNSUBSCRIBE:gone', 'UNSUBSCRIBE:gone', 'PUBLISH:gone:x');
    expect(await client.settled()).toEqual([]);
  });

  test('1,000 pipelined publishes arrive in order, at their publisher and at another', async () => {
    const [publisher, reader] = [await join(), await join()];
    for (const client of [publisher, reader]) {
      client.send('SUBSCRIBE:order');
      await client.settled();
    }
    const expected = Array.from({ length: 1000 }, (_, n) => `MSG:order:${n}`);
    publisher.send(...expected.map((_, n) => `PUBLISH:order:${n}`));
    for (const client of [publisher, reader]) {
      const got: string[] = [];
      while (got.length < 1000) got.push(await client.next());
      expect(got).toEqual(expected);
    }
  });

  test('commands of one burst take effect in the order sent', async () => {
    const client = await join();
    client.send('PUBLISH:burst:before', 'SUBSCRIBE:burst', 'PUBLISH:burst:during', 'UNSUBSCRIBE:burst', 'PUBLISH:burst:after');
    expect(await client.settled()).toEqual(['MSG:burst:during']);
  });

  test.each(['__proto__', 'constructor', 'a.b-c_d.9', 'x'.repeat(255)])('%s is a channel like any other', async (channel) => {
    const client = await join();
    client.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:x`);
    expect(await client.settled()).toEqual([`MSG:${channel}:x`]);
  });

  test('a session that goes away abruptly leaves nothing behind', async () => {
    const [stays, ...others] = await Promise.all([join(), join(), join(), join()]);
    for (const client of others) {
      client.send('SUBSCRIBE:leave');
      await client.settled();
    }
    others[0]?.socket.close();
    others[1]?.socket.terminate();
    others[2]?.reset();
    for (const client of others) await client.closed;
    stays.send('SUBSCRIBE:leave', 'PUBLISH:leave:x');
    expect(await stays.settled()).toEqual(['MSG:leave:x']);
  });
});

describe('frames', () => {
  test.each([
    ['PUBLISH:f:a:b::c', 'MSG:f:a:b::c'],
    ['PUBLISH:f:', 'MSG:f:'],
    ['PUBLISH:f:line\n', 'MSG:f:line'],
    ['PUBLISH:f:line\r\n', 'MSG:f:line'],
    ['PUBLISH:f:two\n\n', 'MSG:f:two\n'],
    ['PUBLISH:f:<img src=x> "é" 🙂\0', 'MSG:f:<img src=x> "é" 🙂\0'],
    [`PUBLISH:f:${'x'.repeat(200)}`, `MSG:f:${'x'.repeat(200)}`],
    [`PUBLISH:f:${'x'.repeat(65_526)}`, `MSG:f:${'x'.repeat(65_526)}`],
  ])('%j comes out verbatim', async (frame, expected) => {
    const client = await join();
    client.send('SUBSCRIBE:f\n', frame);
    expect(await client.settled()).toEqual([expected]);
  });

  test.each([
    ['hello', 'BAD_FRAME'],
    ['', 'BAD_FRAME'],
    [':news:x', 'BAD_FRAME'],
    ['subscribe:news', 'BAD_FRAME'],
    ['SUBSCRIBE', 'BAD_FRAME'],
    ['SUBSCRIBE:', 'BAD_FRAME'],
    ['SUBSCRIBE:a:b', 'BAD_FRAME'],
    ['UNSUBSCRIBE:a:', 'BAD_FRAME'],
    ['PUBLISH:news', 'BAD_FRAME'],
    ['PUBLISH::x', 'BAD_FRAME'],
    ['PUBLISH:ne ws', 'BAD_FRAME'],
    ['DANCE', 'UNKNOWN_COMMAND'],
    ['MSG:news:x', 'UNKNOWN_COMMAND'],
    ['SUBSCRIBE:ne ws', 'BAD_CHANNEL'],
    ['SUBSCRIBE:news.*', 'BAD_CHANNEL'],
    ['SUBSCRIBE:news..x', 'BAD_CHANNEL'],
    ['PUBLISH:@bob:x', 'BAD_CHANNEL'],
    [`SUBSCRIBE:${'x'.repeat(256)}`, 'BAD_CHANNEL'],
  ])('%j is refused with %s, and the session lives on', async (frame, code) => {
    const client = await join();
    client.send(frame);
    const frames = await client.settled();
    expect(frames).toEqual([expect.stringMatching(new RegExp(`^ERROR:${code}:.+`))]);
  });

  test('a binary message is refused', async () => {
    const client = await join();
    client.send(Buffer.from('PUBLISH:news:x'));
    expect(await client.settled()).toEqual([expect.stringMatching(/^ERROR:BAD_FRAME:/)]);
  });

  test('answers come in the order of their commands', async () => {
    const client = await join();
    client.send('SUBSCRIBE:o', 'PUBLISH:o:1', 'nonsense', 'PUBLISH:o:2');
    expect(await client.settled()).toEqual(['MSG:o:1', expect.stringMatching(/^ERROR:BAD_FRAME:/), 'MSG:o:2']);
  });

  test('a payload above MAX_FRAME_BYTES closes with 1009, also in fragments; bad UTF-8 with 1007; nobody else notices', async () => {
    const [witness, large, parts, broken] = [await join(), await join(), await join(), await join()];
    large.send(`PUBLISH:f:${'x'.repeat(65_527)}`);
    parts.socket.send('x'.repeat(40_000), { fin: false });
    parts.socket.send('x'.repeat(40_000), { fin: true });
    broken.socket.send(Buffer.from([0xc3, 0x28]), { binary: false });
    expect([await large.closed, await parts.closed, await broken.closed]).toEqual([1009, 1009, 1007]);
    expect(await witness.settled()).toEqual([]);
  });
});

describe('readers', () => {
  test('one that does not read is dropped at MAX_BUFFER_BYTES, and the others get every message', async () => {
    const { url } = await start({ MAX_BUFFER_BYTES: String(MIB) });
    const [publisher, fast, slow] = [await Client.connect(url), await Client.connect(url), await Client.connect(url)];
    for (const client of [publisher, fast, slow]) {
      client.send('SUBSCRIBE:flood');
      await client.settled();
    }
    slow.socket.pause();
    const filler = 'x'.repeat(50_000);
    const tick = async (n: number) => {
      publisher.send(`PUBLISH:flood:${n}:${filler}`);
      for (const client of [publisher, fast]) expect(await client.next()).toBe(`MSG:flood:${n}:${filler}`);
    };
    // Far more than the limit and what the kernel's buffers hold.
    for (let n = 0; n < 400; n++) await tick(n);
    slow.socket.resume();
    expect(await slow.closed).toBe(1006);
    await tick(400);
  });

  test('one that reads survives a burst of 8 MiB', async () => {
    const [publisher, reader] = [await join(), await join()];
    reader.send('SUBSCRIBE:eight');
    await reader.settled();
    const frame = 'x'.repeat(65_000);
    const count = Math.ceil((8 * MIB) / frame.length);
    publisher.send(...Array.from({ length: count }, () => `PUBLISH:eight:${frame}`));
    for (let n = 0; n < count; n++) expect((await reader.next()).length).toBe(65_000 + 'MSG:eight:'.length);
  });

  test('a connection that answers no ping is dropped, one that does is not', async () => {
    const { url } = await start({ PING_INTERVAL_MS: '100' });
    const alive = await Client.connect(url);
    const silent = new WebSocket(url, { autoPong: false });
    silent.on('error', () => {});
    const [code] = (await once(silent, 'close')) as [number];
    expect(code).toBe(1006);
    expect(await alive.settled()).toEqual([]);
  });

  test('whoever connects and says nothing, or nonsense, disturbs nobody', async () => {
    const { hostname, port } = new URL(broker.url);
    const silent = connectTcp(Number(port), hostname);
    const nonsense = connectTcp(Number(port), hostname);
    nonsense.end('NONSENSE\r\n\r\n');
    nonsense.resume();
    await once(nonsense, 'close');
    silent.resetAndDestroy();
    expect(await (await join()).settled()).toEqual([]);
  });
});

describe('running', () => {
  test('the client page is served at the address, and nothing else is', async () => {
    const address = broker.url.replace('ws:', 'http:');
    const page = await fetch(address);
    expect([page.status, page.headers.get('content-type'), (await page.text()).slice(0, 15).toLowerCase()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!doctype html>',
    ]);
    expect((await fetch(`${address}/etc/passwd`)).status).toBe(404);
  });

  // On Windows, a signal from outside ends a process without asking it.
  test.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGINT'] as const)(
    '%s closes every session with 1001 and ends with 0 within 2 s',
    async (signal) => {
      const { url, child, exit } = await start();
      const clients = [await Client.connect(url), await Client.connect(url)];
      clients[1]?.socket.pause(); // one that would never answer the goodbye
      const began = performance.now();
      child.kill(signal);
      expect(await clients[0]?.closed).toBe(1001);
      expect(await exit).toBe(0);
      expect(performance.now() - began).toBeLessThan(2000); // the protocol's own limit (P0-4)
    },
  );

  test('an empty variable is an unset one', async () => {
    expect((await start({ HOST: '', MAX_FRAME_BYTES: '' })).url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
  });

  test.each([
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '80a'],
    ['MAX_FRAME_BYTES', 'ten'],
    ['MAX_FRAME_BYTES', '0'],
    ['MAX_BUFFER_BYTES', '1.5'],
    ['PING_INTERVAL_MS', '99999999999'],
    ['HOST', 'no.such.host.invalid'],
  ])('%s=%s ends it with one line that names both', async (name, value) => {
    const { code, stderr } = await failBroker({ [name]: value });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${name}=${value}.*give .*\n$`));
  });

  test('a port in use ends it with one line', async () => {
    const { port } = new URL(broker.url);
    expect(await failBroker({ PORT: port })).toEqual({
      code: 1,
      stderr: expect.stringMatching(new RegExp(`^PORT=${port} is taken .*\n$`)),
    });
  });

  test('a flag ends it with one line and code 2', async () => {
    expect(await failBroker({}, '--port=1')).toEqual({ code: 2, stderr: expect.stringMatching(/^.* got --port=1: .*\n$/) });
  });
});
