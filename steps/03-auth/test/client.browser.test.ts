// The web client in a real Chromium, with stage 03's broker behind it: who one is, what one may do, and what happens at the end of it.

import { expect, test } from 'vitest';
import { type Broker, inSeconds } from '@workshop/checks';
import { type ClientPage, describePages, tokenOf } from '@workshop/client/pages';

const main = new URL('../src/main.ts', import.meta.url);

describePages('client.html on stage 03', (pages) => {
  async function joinNews(broker: Broker, token: string): Promise<ClientPage> {
    const client = await pages.open(broker, token);
    await client.join('news');
    await client.frames('OK:SUBSCRIBE:news').waitFor();
    return client;
  }

  async function logIn(client: ClientPage, token: string): Promise<void> {
    await client.page.fill('#token', token);
    await client.page.click('#log-in');
  }

  test('a link with a token logs in, and the token is not seen again', async () => {
    const broker = await pages.start(main);
    const token = tokenOf('alice');
    const alice = await joinNews(broker, token);
    await alice.shows('#user', /^\s*alice\s+until/);
    await alice.frames('→ @hello AUTH:•••').waitFor();
    expect(alice.page.url()).toBe(`${broker.url.replace('ws:', 'http:')}/`);
    const seen = await alice.page.evaluate(
      `JSON.stringify([document.documentElement.outerHTML, [...document.querySelectorAll('input')].map((i) => i.value), {...localStorage}, {...sessionStorage}])`,
    );
    for (const part of token.split('.').slice(1)) expect(seen).not.toContain(part);
  });

  test('messages say who wrote them, and which are one’s own', async () => {
    const broker = await pages.start(main);
    const [alice, bob] = [await joinNews(broker, tokenOf('alice')), await joinNews(broker, tokenOf('bob'))];
    const elsewhere = await joinNews(broker, tokenOf('alice'));
    await alice.publish('from alice');
    await bob.messages('from alice').waitFor();
    await bob.publish('from bob');
    for (const client of [alice, elsewhere]) {
      await client.messages('from bob').waitFor();
      expect(await client.page.locator('.message .who').allTextContents()).toEqual(['alice', 'bob']);
      expect(await client.page.locator('.message.own .body').allTextContents()).toEqual(['from alice']);
    }
  });

  test('who has no token is asked for one; a bad one is told so; a link in its place will do', async () => {
    const broker = await pages.start(main);
    const client = await pages.visit(broker.url.replace('ws:', 'http:'));
    await client.reaches('login');
    await client.join('news');
    await logIn(client, 'a.bad.token');
    await client.shows('#refusal', 'UNAUTHORIZED');
    await logIn(client, `http://localhost:8765/#token=${tokenOf('alice')}`);
    await client.reaches('connected');
    await client.page.locator('#login').waitFor({ state: 'hidden' });
    await client.frames('OK:SUBSCRIBE:news').waitFor(); // asked for before, and done now
    expect(await client.page.inputValue('#token')).toBe('');
  });

  test('a broker that cannot check a token yet, as in an exercise, is asked again when it starts anew', async () => {
    const broker = await pages.start(main);
    let connections = 0;
    const alice = await pages.visit(`${broker.url.replace('ws:', 'http:')}/#token=${tokenOf('alice')}`, (route) => {
      if (++connections > 1) return void route.connectToServer();
      route.onMessage(() => {
        route.send('ERROR:TODO:3.2 check the token');
        void route.close({ code: 4401 });
      });
    });
    await alice.shows('#refusal', 'TODO: 3.2');
    await alice.reaches('connected');
    await alice.page.locator('#login').waitFor({ state: 'hidden' });
  });

  test('a session that ends with its token keeps its messages, and goes on where it was with the next one', async () => {
    const broker = await pages.start(main);
    const [alice, bob] = [await joinNews(broker, tokenOf('alice')), await joinNews(broker, tokenOf('bob'))];
    await bob.publish('before');
    await alice.messages('before').waitFor();
    await alice.page.click('#renew');
    await logIn(alice, tokenOf('alice', { exp: inSeconds(5) }));
    await alice.reaches('login');
    await alice.shows('#login-why', 'Your session has ended');
    await alice.frames('closed with 4401').waitFor();
    await bob.publish('meanwhile');
    await bob.page.locator('.stored').nth(1).waitFor();
    await alice.publish('written without a session');
    await alice.page.locator('.pending').waitFor();
    expect(await alice.texts()).toEqual(['before', 'written without a session']);
    await logIn(alice, tokenOf('alice'));
    await alice.page.locator('.stored').waitFor();
    expect(await alice.texts()).toEqual(['before', 'meanwhile', 'written without a session']);
  });

  test('a session logs in again by itself when the broker comes back', async () => {
    const broker = await pages.start(main);
    const alice = await joinNews(broker, tokenOf('alice'));
    const { port } = broker;
    await broker.kill();
    await alice.loses();
    await broker.start({ PORT: String(port) });
    await alice.reaches('connected');
    await alice.publish('here again');
    await alice.page.locator('.stored').waitFor();
  });

  test('what a token does not allow is refused, visibly, and changes nothing', async () => {
    const broker = await pages.start(main);
    const alice = await joinNews(broker, tokenOf('alice', { subscribe: ['news'], publish: [] }));
    await alice.publish('not allowed');
    await alice.page.locator('.refused').filter({ hasText: 'FORBIDDEN' }).waitFor();
    await alice.shows('#refusal', 'FORBIDDEN');
    await alice.join('sport');
    await alice.shows('#refusal', 'sport');
    await alice.conversation('sport').waitFor({ state: 'detached' });
    await alice.page.click('#renew');
    await logIn(alice, tokenOf('alice'));
    await alice.page.locator('#login').waitFor({ state: 'hidden' });
    await alice.page.click('.refused button');
    await alice.page.locator('.stored').waitFor();
  });

  test('a subscription that a new token does not cover is over, and says so', async () => {
    const broker = await pages.start(main);
    const alice = await joinNews(broker, tokenOf('alice'));
    await alice.publish('while it was allowed');
    await alice.page.locator('.stored').waitFor();
    await alice.page.click('#renew');
    await logIn(alice, tokenOf('alice', { subscribe: ['sport'] }));
    await alice.shows('.notice', 'No longer subscribed');
    expect(await alice.texts()).toEqual(['while it was allowed']);
  });

  test('another user on the same page sees nothing of the one before', async () => {
    const broker = await pages.start(main);
    const client = await joinNews(broker, tokenOf('alice'));
    await client.publish('of alice');
    await client.page.locator('.stored').waitFor();
    await client.page.click('#renew');
    await logIn(client, tokenOf('bob', { subscribe: [] }));
    await client.shows('#user', /^\s*bob/);
    await client.page.locator('.message').waitFor({ state: 'detached' });
    await client.page.click('#log-out');
    await client.reaches('login');
    await client.page.locator('#user').waitFor({ state: 'hidden' });
  });

  test('typing is not told to a broker that does not know it, but for once', async () => {
    const alice = await joinNews(await pages.start(main), tokenOf('alice'));
    await alice.page.fill('#body', 'a');
    await alice.frames('UNKNOWN_COMMAND').filter({ hasText: 'USER_TYPING' }).waitFor();
    await alice.page.fill('#body', '');
    await alice.publish('done');
    await alice.page.locator('.stored').waitFor();
    expect(await alice.frames('→').filter({ hasText: 'USER_' }).count()).toBe(1);
    expect(await alice.page.textContent('#refusal')).toBe('');
  });
});
