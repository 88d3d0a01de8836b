// The web client in a real Chromium, with stage 05's broker behind it: private conversations on several devices, and what is unread.

import { on, once } from 'node:events';
import { expect, test } from 'vitest';
import type { Broker } from '@workshop/checks';
import { type ClientPage, describePages, tokenOf } from '@workshop/client/pages';

const main = new URL('../src/main.ts', import.meta.url);

const ATTACK = '<img src=x onerror=alert(1)>';

describePages('client.html on stage 05', (pages) => {
  const log = (broker: Broker, user: string) => pages.open(broker, tokenOf(user));

  /** Opens the conversation with somebody, and publishes there. */
  async function write(client: ClientPage, person: string, ...texts: string[]): Promise<void> {
    await client.join(person);
    for (const text of texts) await client.publish(text);
    await client.allAnswered();
  }

  const showsUnread = (client: ClientPage, name: string, count: number) =>
    client
      .unread(name)
      .filter({ visible: true, hasText: new RegExp(`^${count}$`) })
      .waitFor();
  const showsNoneUnread = (client: ClientPage, name: string) => client.unread(name).waitFor({ state: 'hidden' });

  test('three devices of bob are in step, and each counts what it has not shown', async () => {
    const broker = await pages.start(main);
    const alice = await log(broker, 'alice');
    const devices = [await log(broker, 'bob'), await log(broker, 'bob'), await log(broker, 'bob')];
    const [first, second, third] = devices as [ClientPage, ClientPage, ClientPage];
    await write(alice, '@bob', 'one', 'two');
    for (const device of devices) await showsUnread(device, '@alice', 2);
    expect(await first.page.title()).toBe('(2) bob – Messaging client');
    await first.conversation('@alice').click();
    await showsNoneUnread(first, '@alice');
    await showsUnread(second, '@alice', 2);
    await second.conversation('@alice').click();
    await first.publish('three'); // who answers has read: on every device
    await showsNoneUnread(third, '@alice');
    await third.conversation('@alice').click();
    for (const client of [...devices, alice]) {
      await client.count(3);
      expect(await client.texts()).toEqual(['one', 'two', 'three']);
      expect(await client.page.locator('.message .who').allTextContents()).toEqual(['alice', 'alice', 'bob']);
    }
  });

  test('where the browser has no room left, or what it kept is no read mark, messages show all the same', async () => {
    const broker = await pages.start(main);
    const [alice, bob] = [await log(broker, 'alice'), await log(broker, 'bob')];
    await bob.page.evaluate(`(() => {
      for (const key of Object.keys(localStorage)) localStorage.setItem(key, 'no JSON');
      for (let size = 2 ** 22; size >= 1; size /= 2)
        try {
          for (let n = 0; ; n++) localStorage.setItem(size + '.' + n, 'x'.repeat(size));
        } catch {}
    })()`);
    await write(alice, '@bob', 'one');
    await bob.conversation('@alice').click();
    await bob.messages('one').waitFor();
    await write(alice, '@bob', 'two');
    await bob.messages('two').waitFor();

    await bob.page.evaluate(`(() => {
      localStorage.clear();
      localStorage.setItem('read by bob at ' + document.querySelector('#address').value, 'no JSON');
      location.hash = ${JSON.stringify(`#token=${tokenOf('bob')}`)};
      location.reload();
    })()`);
    await bob.conversation('@alice').click();
    await bob.messages('two').waitFor();
  });

  test('what comes while a device is away comes when it is back, and once', async () => {
    const broker = await pages.start(main);
    const [alice, bob] = [await log(broker, 'alice'), await log(broker, 'bob')];
    const { port } = broker;
    await write(alice, '@bob', 'before');
    await bob.conversation('@alice').click();
    await bob.count(1);
    await broker.kill();
    await bob.loses();
    await alice.publish('while the broker was away');
    await broker.start({ PORT: String(port) });
    for (const client of [alice, bob]) await client.reconnect();
    const later = await log(broker, 'bob');
    await later.conversation('@alice').click();
    await alice.page.locator('.stored').nth(1).waitFor();
    await alice.publish('after');
    for (const client of [alice, bob, later]) {
      await client.count(3);
      expect(await client.texts()).toEqual(['before', 'while the broker was away', 'after']);
      expect(await client.page.locator('.notice').count()).toBe(0);
    }
  });

  test('a connection that is lost in the middle of a replay, behind a live message, loses nothing', async () => {
    const broker = await pages.start(main);
    const alice = await log(broker, 'alice');
    let connections = 0;
    let away = false;
    const bob = await pages.open(broker, tokenOf('bob'), (route) => {
      if (away) return void route.close();
      const connection = ++connections;
      const server = route.connectToServer();
      server.onMessage((frame) => {
        // The second connection gets no more of its replay than the beginning, then a live message, and ends.
        if (connection !== 2 || !/MSG.*:(three|four)$/.test(String(frame))) route.send(frame);
        if (connection === 1 && String(frame).endsWith('MSG:@alice:one')) void route.close();
        if (connection === 2 && String(frame).endsWith('MSG:@alice:live')) void route.close();
      });
    });
    away = true;
    await write(alice, '@bob', 'one');
    await bob.loses();
    await write(alice, '@bob', 'two', 'three', 'four');
    away = false;
    await bob.reaches('connected');
    await bob.conversation('@alice').click();
    await bob.messages('two').waitFor();
    await alice.publish('live');
    await bob.messages('four').waitFor();
    await bob.count(5);
    expect(await bob.texts()).toEqual(['one', 'two', 'three', 'four', 'live']);
    expect(connections).toBe(3);
  });

  test('who was never here finds what was written to them, and a reload keeps what was read', async () => {
    const broker = await pages.start(main);
    const alice = await log(broker, 'alice');
    await write(alice, '@bob', 'one', 'two', 'three');
    const bob = await log(broker, 'bob');
    await showsUnread(bob, '@alice', 3);
    await bob.conversation('@alice').click();
    await showsNoneUnread(bob, '@alice');
    await alice.publish('four');
    await bob.count(4);
    await bob.page.goto('about:blank');
    await alice.publish('five');
    await alice.page.locator('.stored').nth(4).waitFor();
    await bob.page.goto(`${broker.url.replace('ws:', 'http:')}/#token=${tokenOf('bob')}`);
    await showsUnread(bob, '@alice', 1);
  });

  test('an old conversation is loaded page by page, however much of others lies between', async () => {
    const broker = await pages.start(main);
    await publishMany(broker, 'alice', 'early', 10);
    await publishMany(broker, 'carol', 'carol', 200);
    await publishMany(broker, 'alice', 'late', 50);
    await publishMany(broker, 'carol', 'carol again', 1000);
    const bob = await log(broker, 'bob');
    await bob.conversation('@carol').waitFor();
    expect(await bob.conversation('@alice').count()).toBe(0);
    await bob.join('@alice');
    await bob.count(50);
    await bob.page.click('#older');
    await bob.count(60);
    await bob.page.locator('#older').waitFor({ state: 'hidden' });
    const texts = await bob.texts();
    expect([texts[0], texts[9], texts[10], texts[59]]).toEqual(['early 1', 'early 10', 'late 1', 'late 50']);
  });

  test('a gap in the inbox is a gap in every conversation, and the newest messages are there', async () => {
    const broker = await pages.start(main, { RETAIN_MESSAGES: '20' });
    const [alice, bob] = [await log(broker, 'alice'), await log(broker, 'bob')];
    const { port } = broker;
    await write(alice, '@bob', 'before');
    await bob.conversation('@alice').click();
    await bob.count(1);
    await broker.kill();
    await bob.loses();
    await publishMany(await broker.start(), 'alice', 'number', 30); // at an address that bob's page does not know
    await broker.kill();
    await broker.start({ PORT: String(port) });
    await bob.reconnect();
    await bob.shows('.notice', 'recovered=0');
    await bob.count(21);
    expect((await bob.texts()).slice(0, 2)).toEqual(['before', 'number 11']);
  });

  test('what comes in the moment after the login is there once', async () => {
    const broker = await pages.start(main);
    const alice = await log(broker, 'alice');
    const held: (() => void)[] = [];
    let isHolding = true;
    const bob = await pages.open(broker, tokenOf('bob'), (route) => {
      const server = route.connectToServer();
      route.onMessage((frame) => {
        const pass = () => server.send(frame);
        if (isHolding && !String(frame).includes('AUTH:')) held.push(pass);
        else pass();
      });
    });
    await write(alice, '@bob', 'early');
    await bob.conversation('@alice').waitFor();
    isHolding = false;
    for (const pass of held) pass();
    await bob.conversation('@alice').click();
    await bob.frames('OK:HISTORY:@alice').waitFor();
    await bob.count(1);
  });

  test('a look back at the inbox that was cut off is made again, and is no second gap', async () => {
    const broker = await pages.start(main, { RETAIN_MESSAGES: '20' });
    const { port } = broker;
    let asked = -Infinity; // for the inbox, since the gap
    let cut = (): unknown => undefined;
    const bob = await pages.open(broker, tokenOf('bob'), (route) => {
      const server = route.connectToServer();
      cut = () => route.close();
      route.onMessage((frame) => {
        const isLookBack = /SUBSCRIBE:@bob/.test(String(frame)) && ++asked === 2;
        if (!isLookBack) server.send(frame);
      });
    });
    await write(await log(broker, 'alice'), '@bob', 'before');
    await bob.conversation('@alice').click();
    await bob.count(1);
    await broker.kill();
    await bob.loses();
    asked = 0;
    await publishMany(await broker.start(), 'alice', 'number', 30);
    await publishMany(broker, 'carol', 'carol', 5);
    await broker.kill();
    await broker.start({ PORT: String(port) });
    await bob.count(1 + 15); // what HISTORY says of alice
    await cut();
    await bob.conversation('@carol').waitFor();
    await bob.count(1 + 15);
    expect(await bob.page.locator('.notice').count()).toBe(1);
  });

  test('a private conversation shows who is typing there, and nobody else sees it', async () => {
    const broker = await pages.start(main, { TYPING_EXPIRY_MS: '600000' });
    const [alice, bob, carol] = [await log(broker, 'alice'), await log(broker, 'bob'), await log(broker, 'carol')];
    await write(alice, '@bob', 'Hello');
    await bob.conversation('@alice').click();
    await carol.join('@alice');
    await alice.page.fill('#body', 'Are you');
    await bob.shows('#typing', 'alice is typing');
    await alice.publish('Are you there?');
    await bob.page.locator('#typing:empty').waitFor({ state: 'attached' });
    expect(await carol.frames('USER_').count()).toBe(0);
  });

  test('a message to oneself is on each of one’s devices once', async () => {
    const broker = await pages.start(main);
    const [one, other] = [await log(broker, 'alice'), await log(broker, 'alice')];
    await write(one, '@alice', 'note to self');
    await other.conversation('@alice').click();
    for (const client of [one, other]) {
      await client.count(1);
      await client.page.locator('.message.own').waitFor();
    }
  });

  test('a conversation that was closed comes back with the next message', async () => {
    const broker = await pages.start(main);
    const [alice, bob] = [await log(broker, 'alice'), await log(broker, 'bob')];
    await write(alice, '@bob', 'Hello');
    await bob.conversation('@alice').click();
    await bob.page.click('#leave');
    await bob.conversation('@alice').waitFor({ state: 'detached' });
    await alice.publish('Still there?');
    await bob.conversation('@alice').click();
    await bob.count(2); // with what was said before, from HISTORY
    expect(await bob.page.textContent('#refusal')).toBe('');
  });

  test('what others write is text everywhere: names, typing, private and public messages, refusals', async () => {
    const broker = await pages.start(main);
    // A broker lets no such names through. A page must not rely on it.
    const tag = ATTACK.replaceAll(' ', '/');
    const forged = [
      `USER_TYPING:news:${ATTACK}`,
      `@seq=90;id=x.1;time=1;from=${tag};origin=${tag} MSG:news:${ATTACK}`,
      `@seq=91;id=x.2;time=1;from=${tag} MSG:@${tag}:${ATTACK}`,
      `ERROR:${tag}:${ATTACK}`,
    ];
    const bob = await pages.open(broker, tokenOf('bob'), (route) => {
      const server = route.connectToServer();
      server.onMessage((frame) => {
        route.send(frame);
        if (String(frame).includes('OK:HISTORY:news')) for (const each of forged) route.send(each);
      });
    });
    const alice = await log(broker, 'alice');
    for (const client of [alice, bob]) await client.join('news');
    await alice.publish(ATTACK);
    await write(alice, '@bob', ATTACK);
    await bob.shows('#typing', `${ATTACK} is typing`);
    await bob.shows('#refusal', ATTACK);
    await bob.messages(ATTACK).nth(1).waitFor();
    await bob.page.locator('.who').filter({ hasText: tag }).waitFor();
    await bob.page.locator('.origin').filter({ hasText: tag }).waitFor();
    await bob.conversation(`@${tag}`).click();
    await bob.shows('#title', tag);
    await bob.messages(ATTACK).waitFor();
    await bob.conversation('@alice').click();
    await bob.messages(ATTACK).waitFor();
    await bob.join(ATTACK);
    await bob.shows('#refusal', 'BAD_CHANNEL');
    for (const client of [alice, bob]) expect(await client.page.locator('img').count()).toBe(0);
  });
});

/** Has a user send bob many messages, faster than a page. Resolves when they are stored. */
async function publishMany(broker: Broker, user: string, text: string, count: number): Promise<void> {
  const socket = new WebSocket(broker.url);
  await once(socket, 'open');
  socket.send(`AUTH:${tokenOf(user)}`);
  for (let number = 1; number <= count; number++) socket.send(`PUBLISH:@bob:${text} ${number}`);
  socket.send('HISTORY:@bob:1'); // its answer comes when all of this is done
  for await (const [{ data }] of on(socket, 'message')) if (String(data).startsWith('OK:HISTORY')) break;
  socket.close();
}
