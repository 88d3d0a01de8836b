// The web client in a real Chromium, with stage 04's broker behind it: who is typing.

import { expect, test } from 'vitest';
import type { Broker } from '@workshop/checks';
import { type ClientPage, describePages, tokenOf } from '@workshop/client/pages';

const main = new URL('../src/main.ts', import.meta.url);

/** So long that only what a test does ends typing. */
const PATIENT = { TYPING_EXPIRY_MS: '600000' };

describePages('client.html on stage 04', (pages) => {
  async function joinNews(broker: Broker, user: string): Promise<ClientPage> {
    const client = await pages.open(broker, tokenOf(user));
    await client.join('news');
    await client.frames('OK:SUBSCRIBE:news').waitFor();
    return client;
  }

  const type = (client: ClientPage, text: string) => client.page.fill('#body', text);
  const showsTyping = (client: ClientPage, line: string) => client.shows('#typing', new RegExp(`^${line}$`));
  const showsNobody = (client: ClientPage) => client.page.locator('#typing:empty').waitFor({ state: 'attached' });

  test('who types is shown to the others until the field is empty again, and not to themselves', async () => {
    const broker = await pages.start(main, PATIENT);
    const [alice, bob] = [await joinNews(broker, 'alice'), await joinNews(broker, 'bob')];
    await type(alice, 'Hello, every');
    await showsTyping(bob, 'alice is typing');
    await showsNobody(alice);
    await type(alice, '');
    await showsNobody(bob);
  });

  test('a message ends it, and so does a page that is closed', async () => {
    const broker = await pages.start(main, PATIENT);
    const [alice, bob] = [await joinNews(broker, 'alice'), await joinNews(broker, 'bob')];
    await alice.publish('Hello');
    await bob.messages('Hello').waitFor();
    await showsNobody(bob);
    await type(alice, 'and');
    await showsTyping(bob, 'alice is typing');
    await alice.page.close();
    await showsNobody(bob);
  });

  test('who says nothing more has stopped', async () => {
    const broker = await pages.start(main, { TYPING_EXPIRY_MS: '2500' });
    const [alice, bob] = [await joinNews(broker, 'alice'), await joinNews(broker, 'bob')];
    await type(alice, 'Hello, every');
    await showsTyping(bob, 'alice is typing');
    await showsNobody(bob);
  });

  test('several are named, and who comes later is told', async () => {
    const broker = await pages.start(main, PATIENT);
    const [alice, bob] = [await joinNews(broker, 'alice'), await joinNews(broker, 'bob')];
    await type(alice, 'I');
    await showsTyping(bob, 'alice is typing'); // names come in the order of the starts
    await type(bob, 'I');
    await showsTyping(alice, 'bob is typing');
    const carol = await joinNews(broker, 'carol');
    await showsTyping(carol, 'alice and bob are typing');
    await type(carol, 'I');
    await showsTyping(alice, 'bob and carol are typing');
  });

  test('it is told once for many keys', async () => {
    const alice = await joinNews(await pages.start(main, PATIENT), 'alice');
    await alice.page.evaluate(`for (const letter of 'a longer text') {
      const field = document.querySelector('#body');
      field.value += letter;
      field.dispatchEvent(new Event('input'));
    }`);
    await alice.publish('');
    await alice.page.locator('.stored').waitFor();
    expect(await alice.frames('→').filter({ hasText: 'USER_TYPING:news' }).count()).toBe(1);
  });

  test('only the selected channel shows it, and to turn to another is to stop; what was typed stays there', async () => {
    const broker = await pages.start(main, PATIENT);
    const [alice, bob] = [await joinNews(broker, 'alice'), await joinNews(broker, 'bob')];
    await type(alice, 'half a sentence');
    await showsTyping(bob, 'alice is typing');
    await bob.join('sport');
    await showsNobody(bob);
    await bob.conversation('news').click();
    await showsTyping(bob, 'alice is typing');
    await alice.join('sport');
    await showsNobody(bob);
    expect(await alice.page.inputValue('#body')).toBe('');
    await alice.conversation('news').click();
    expect(await alice.page.inputValue('#body')).toBe('half a sentence');
  });

  test('nobody types any more when the connection is lost', async () => {
    const broker = await pages.start(main, PATIENT);
    const [alice, bob] = [await joinNews(broker, 'alice'), await joinNews(broker, 'bob')];
    await type(alice, 'Hello, every');
    await showsTyping(bob, 'alice is typing');
    await broker.kill();
    await bob.loses();
    await showsNobody(bob);
  });
});
