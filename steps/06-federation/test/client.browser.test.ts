// The web client in a real Chromium, with brokers of stage 06 behind it: where a message came from, people and channels elsewhere, patterns.

import { expect, test } from 'vitest';
import type { Broker } from '@workshop/checks';
import { type ClientPage, describePages, tokenOf } from '@workshop/client/pages';

const main = new URL('../src/main.ts', import.meta.url);

const PEER_SECRET = 'the secret of a network of two';

describePages('client.html on stage 06', (pages) => {
  const start = (settings: Readonly<Record<string, string>>) => pages.start(main, { PEER_SECRET, ...settings });

  async function startTwo(): Promise<[Broker, Broker]> {
    const first = await start({ BROKER_NAME: 'broker1' });
    return [first, await start({ BROKER_NAME: 'broker2', PEERS: first.url })];
  }

  async function join(broker: Broker, user: string, channel: string): Promise<ClientPage> {
    const client = await pages.open(broker, tokenOf(user));
    await client.join(channel);
    await client.frames(`OK:SUBSCRIBE:${channel}`).waitFor();
    return client;
  }

  /** Publishes until it is heard at the other end: links and interest take a moment, which no answer tells (P7-9). */
  async function reaches(sender: ClientPage, reader: ClientPage, text: string): Promise<void> {
    let calls = 0;
    const call = async () => {
      await sender.publish(`${text} ${++calls}`);
      return reader.messages(text).count();
    };
    await expect.poll(call, { timeout: 20_000, interval: 200 }).toBeGreaterThan(0);
  }

  test('a message of another broker says from which it came, and is there once', async () => {
    const [first, second] = await startTwo();
    const alice = await join(first, 'alice', 'news');
    const bob = await join(second, 'bob', 'news');
    await reaches(alice, bob, 'can you hear me?');
    await alice.publish('over there');
    await bob.publish('over here');
    for (const client of [alice, bob]) await client.messages('over here').waitFor();
    const message = bob.messages('over there');
    expect(await message.locator('.who').textContent()).toBe('alice broker1');
    expect(await message.locator('.origin').textContent()).toBe('broker1');
    expect(await message.count()).toBe(1);
    expect(await bob.messages('over here').locator('.origin').count()).toBe(0);
    expect(await alice.messages('over here').locator('.origin').textContent()).toBe('broker2');
    expect(await alice.messages('over there').locator('.origin').count()).toBe(0);
  });

  test('people on another broker are written to by their address, and answer to it', async () => {
    const [first, second] = await startTwo();
    const alice = await pages.open(first, tokenOf('alice'));
    const bob = await pages.open(second, tokenOf('bob'));
    await alice.join('@bob@broker2');
    await expect.poll(() => tryAgain(alice, 'Hello'), { timeout: 20_000, interval: 200 }).toBeGreaterThan(0);
    await bob.conversation('@alice@broker1').click();
    await bob.messages('Hello').waitFor();
    await alice.page.fill('#body', 'and');
    await bob.shows('#typing', /^alice(@broker1)? is typing$/);
    await bob.publish('Hello yourself');
    await alice.messages('Hello yourself').waitFor();
    expect(await alice.texts()).toEqual(['Hello', 'Hello yourself']);
    expect(await bob.texts()).toEqual(['Hello', 'Hello yourself']);
  });

  /** Publishes, and again if it was refused because the brokers are not linked yet. @returns how many messages are stored */
  async function tryAgain(client: ClientPage, text: string): Promise<number> {
    if ((await client.messages().count()) === 0) await client.publish(text);
    const again = client.page.locator('.refused button');
    if ((await again.count()) > 0) await again.click();
    return client.page.locator('.stored').count();
  }

  test('a broker that nobody knows is unreachable, visibly', async () => {
    const alice = await pages.open(await start({}), tokenOf('alice'));
    await alice.join('@bob@nowhere');
    await alice.publish('Hello?');
    await alice.page.locator('.refused').filter({ hasText: 'UNREACHABLE' }).waitFor();
  });

  test('a channel of another broker can be published to, and reaches that broker alone', async () => {
    const [first, second] = await startTwo();
    const [alice, bob] = [await join(first, 'alice', 'news'), await join(second, 'bob', 'news')];
    await reaches(alice, bob, 'linked?');
    await alice.join('news@broker2');
    await alice.publish('for broker2 alone');
    await alice.page.locator('.stored').filter({ hasText: 'for broker2 alone' }).waitFor();
    await bob.messages('for broker2 alone').waitFor();
    await alice.conversation('news').click();
    await bob.publish('for all');
    await alice.messages('for all').waitFor();
    expect(await alice.messages('for broker2 alone').count()).toBe(0);
  });

  test('what a pattern matches is shown in its real channel, once, and no more when the pattern is left', async () => {
    const broker = await start({});
    const [alice, bob] = [await join(broker, 'alice', 'news.sport'), await join(broker, 'bob', 'news.#')];
    await bob.shows('#patterns', 'news.#');
    await alice.publish('one to nil');
    await bob.unread('news.sport').filter({ visible: true, hasText: '1' }).waitFor();
    await bob.conversation('news.sport').click();
    await bob.join('news.sport'); // subscribed twice now
    await bob.frames('OK:SUBSCRIBE:news.sport').waitFor();
    await alice.publish('two to nil');
    await bob.count(2);
    await bob.page.getByRole('button', { name: 'Leave news.#' }).click();
    await bob.frames('OK:UNSUBSCRIBE:news.#').waitFor();
    await alice.join('news.weather');
    await alice.publish('rain');
    await alice.messages('rain').waitFor();
    await alice.conversation('news.sport').click();
    await alice.publish('three to nil');
    await bob.count(3);
    expect(await bob.conversation('news.weather').count()).toBe(0);
  });

  test('what a pattern matched while the broker was away is caught up with', async () => {
    const broker = await start({});
    const [alice, bob] = [await join(broker, 'alice', 'news.sport'), await join(broker, 'bob', 'news.*')];
    const { port } = broker;
    await alice.publish('before');
    await bob.conversation('news.sport').click();
    await bob.frames('OK:HISTORY:news.sport').waitFor();
    await bob.count(1);
    await broker.kill();
    for (const client of [alice, bob]) await client.loses();
    const carol = await join(await broker.start(), 'carol', 'news.sport'); // at an address that the others do not know
    await carol.publish('meanwhile');
    await carol.page.locator('.stored').waitFor();
    await broker.kill();
    await broker.start({ PORT: String(port) });
    for (const client of [alice, bob]) await client.reconnect();
    await alice.publish('after');
    for (const client of [alice, bob]) {
      await client.count(3);
      expect(await client.texts()).toEqual(['before', 'meanwhile', 'after']);
    }
  });

  test('a broker that is killed and comes back gets what was published on the other, and its page shows it once', async () => {
    const [first, second] = await startTwo();
    const [alice, bob] = [await join(first, 'alice', 'news'), await join(second, 'bob', 'news')];
    await reaches(alice, bob, 'linked?');
    const { port } = second;
    await second.kill();
    await bob.loses();
    await alice.publish('while broker2 was away');
    await alice.page.locator('.stored').filter({ hasText: 'while broker2 was away' }).waitFor();
    await second.start({ PORT: String(port) });
    await bob.messages('while broker2 was away').waitFor();
    await alice.publish('and now');
    await bob.messages('and now').waitFor();
    expect(await bob.texts()).toEqual(await alice.texts());
  });
});
