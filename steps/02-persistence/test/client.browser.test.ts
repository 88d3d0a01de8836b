// The web client in a real Chromium, with stage 02's broker behind it: history, resume, and messages that are sent once.

import { expect, test } from 'vitest';
import type { Broker } from '@workshop/checks';
import { type ClientPage, describePages, Wire } from '@workshop/client/pages';

const main = new URL('../src/main.ts', import.meta.url);

describePages('client.html on stage 02', (pages) => {
  async function joinNews(broker: Broker): Promise<ClientPage> {
    const client = await pages.open(broker);
    await client.join('news');
    await client.frames('OK:SUBSCRIBE:news').waitFor();
    return client;
  }

  const numbered = (count: number, from = 1) => Array.from({ length: count }, (_, at) => `number ${at + from}`);

  /** Publishes one message in each animation frame, as fast as no person could. */
  function publishNumbers(client: ClientPage, count: number, from = 1): Promise<unknown> {
    return client.page.evaluate(`(async () => {
      for (const text of ${JSON.stringify(numbered(count, from))}) {
        await new Promise(requestAnimationFrame);
        document.querySelector('#body').value = text;
        document.querySelector('#publish').click();
      }
    })()`);
  }

  test('a broker that is killed and started again in mid-conversation leaves no gap and no duplicate', async () => {
    const broker = await pages.start(main);
    const [alice, bob] = [await joinNews(broker), await joinNews(broker)];
    const { port } = broker;
    const publishing = publishNumbers(alice, 150);
    await bob.messages('number 30').waitFor();
    await broker.kill();
    await bob.loses();
    await broker.start({ PORT: String(port) });
    await publishing;
    for (const client of [alice, bob]) {
      await client.count(150);
      expect(await client.texts()).toEqual(numbered(150));
      await client.page.locator('.notice').waitFor({ state: 'detached' });
    }
    await alice.allAnswered();
  });

  test('a message whose answer was lost with the connection is sent again, and stored once', async () => {
    const broker = await pages.start(main);
    const bob = await joinNews(broker);
    let cuts = 0;
    const alice = await pages.open(broker, undefined, (route) => {
      const server = route.connectToServer();
      server.onMessage((frame) => {
        if (!/MSG:news|OK:PUBLISH/.test(String(frame)) || cuts > 0) return route.send(frame);
        cuts++;
        void route.close();
      });
    });
    await alice.join('news');
    await alice.publish('said once');
    await alice.frames('dup=1').waitFor();
    await alice.page.locator('.stored').waitFor();
    await bob.publish('and heard');
    for (const client of [alice, bob]) {
      await client.messages('and heard').waitFor();
      expect(await client.texts()).toEqual(['said once', 'and heard']);
    }
    expect(cuts).toBe(1);
  });

  test('a message that nothing answers is sent again over another link', async () => {
    const broker = await pages.start(main);
    const bob = await joinNews(broker);
    const wire = new Wire();
    const alice = await pages.open(broker, undefined, wire.between);
    await alice.reloadWithClock();
    await alice.reaches('connected');
    await alice.join('news');
    await alice.frames('OK:SUBSCRIBE:news').waitFor();
    wire.silence();
    await alice.publish('into the silence');
    // In small steps: a leap would also be a leap in what the next broker is given to answer its greeting.
    while ((await alice.frames('this link is given up').count()) === 0) await alice.page.clock.runFor(500);
    await alice.page.locator('.stored').filter({ hasText: 'into the silence' }).waitFor();
    await bob.messages('into the silence').waitFor();
  });

  test('a link on which nobody talks stays, and what is asked there shows in no conversation', async () => {
    const client = await pages.open(await pages.start(main));
    await client.reloadWithClock();
    await client.reaches('connected');
    await client.join('hello');
    await client.publish('one');
    await client.page.locator('.stored').waitFor();
    await client.page.click('#leave');
    await client.frames('OK:UNSUBSCRIBE:hello').waitFor();
    for (let answers = 1; answers <= 3; answers += 1) {
      await client.page.clock.runFor(20_000);
      await client
        .frames('last=999999999999999')
        .nth(answers - 1)
        .waitFor();
    }
    expect(await client.page.locator('.conversation').count()).toBe(0);
    await client.reaches('connected');
  });

  test('a conversation that is refused is not in the list', async () => {
    const client = await joinNews(await pages.start(main));
    for (const name of ['bad name', '@bob']) {
      await client.join(name);
      await client.shows('#refusal', 'BAD_CHANNEL');
      await client.conversation(name).waitFor({ state: 'detached' });
    }
    await client.conversation('news').waitFor();
  });

  test('what is published while the broker is away waits, and says so', async () => {
    const broker = await pages.start(main);
    const [alice, bob] = [await joinNews(broker), await joinNews(broker)];
    const { port } = broker;
    await alice.publish('before');
    await alice.page.locator('.stored').filter({ hasText: 'before' }).waitFor();
    await broker.kill();
    await alice.loses();
    await alice.publish('first');
    await alice.publish('second');
    await alice.page.locator('.pending').filter({ hasText: 'sending…' }).nth(1).waitFor();
    await broker.start({ PORT: String(port) });
    for (const client of [alice, bob]) await client.reconnect();
    await alice.page.locator('.stored').nth(2).waitFor();
    await bob.messages('second').waitFor();
    for (const client of [alice, bob]) expect(await client.texts()).toEqual(['before', 'first', 'second']);
  });

  test('a message that is too large for the broker is refused, and holds up no other', async () => {
    const alice = await joinNews(await pages.start(main, { MAX_FRAME_BYTES: '2000' }));
    await alice.publish('x'.repeat(2000));
    await alice.page.locator('.refused').filter({ hasText: '1009' }).waitFor();
    await alice.reaches('connected');
    await alice.publish('short');
    await alice.page.locator('.stored').filter({ hasText: 'short' }).waitFor();
  });

  test('who comes later sees the newest messages, and loads the older ones page by page', async () => {
    const broker = await pages.start(main);
    const alice = await joinNews(broker);
    await publishNumbers(alice, 120);
    await alice.page.locator('.stored').nth(119).waitFor();
    const bob = await joinNews(broker);
    await bob.count(50);
    expect(await bob.texts()).toEqual(numbered(50, 71));
    await bob.page.click('#older');
    await bob.count(100);
    await bob.page.click('#older');
    await bob.count(120);
    await bob.page.locator('#older').waitFor({ state: 'hidden' });
    expect(await bob.texts()).toEqual(numbered(120));
  });

  test('what was there before one came is not counted as unread', async () => {
    const broker = await pages.start(main);
    const alice = await joinNews(broker);
    await alice.publish('before');
    await alice.page.locator('.stored').waitFor();
    const bob = await pages.open(broker);
    await bob.page.evaluate(`for (const channel of ['news', 'sport']) {
      document.querySelector('#channel').value = channel;
      document.querySelector('#subscribe').click();
    }`);
    await bob.frames('OK:HISTORY:news').waitFor();
    await alice.publish('after');
    await bob.unread('news').filter({ visible: true, hasText: '1' }).waitFor();
    await bob.conversation('news').click();
    expect(await bob.texts()).toEqual(['before', 'after']);
  });

  test('messages that are no longer kept are a gap that is seen, and the newest ones are loaded', async () => {
    const broker = await pages.start(main, { RETAIN_MESSAGES: '3' });
    const bob = await joinNews(broker);
    const { port } = broker;
    await bob.publish('before');
    await bob.page.locator('.stored').waitFor();
    await broker.kill();
    await bob.loses();
    const alice = await joinNews(await broker.start()); // at an address that bob's page does not know
    await publishNumbers(alice, 10);
    await alice.page.locator('.stored').nth(9).waitFor();
    await broker.kill();
    await broker.start({ PORT: String(port) });
    await bob.reconnect();
    await bob.count(4);
    await bob.shows('.notice', 'recovered=0');
    expect(await bob.page.locator('#messages > li .body, #messages > .notice').allTextContents()).toEqual([
      'before',
      expect.stringContaining('missing'),
      ...numbered(3, 8),
    ]);
  });

  test('a broker with another store is a gap too, whatever the numbers say', async () => {
    const [broker, other] = [await pages.start(main), await pages.start(main)];
    const [bob, alice] = [await joinNews(broker), await joinNews(other)];
    await bob.publish('in the first store');
    await bob.page.locator('.stored').waitFor();
    await publishNumbers(alice, 2);
    await alice.page.locator('.stored').nth(1).waitFor();
    const { port } = broker;
    for (const each of [other, broker]) await each.kill();
    await broker.start({ PORT: String(port), DB_FILE: other.settings['DB_FILE'] ?? '' });
    await bob.reconnect();
    await bob.messages('number 2').waitFor();
    await bob.shows('.notice', 'missing');
    expect(await bob.texts()).toEqual(['in the first store', ...numbered(2)]);
    await bob.publish('in the second store');
    await bob.page.locator('.stored').filter({ hasText: '#3' }).waitFor();
  });
});
