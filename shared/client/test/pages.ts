// What the browser tests of all stages share: pages of the web client in a real Chromium, and the brokers behind them.

import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Locator, type Page, type WebSocketRoute } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { type Broker, inSeconds, ProcessBroker, sign } from '@workshop/checks';
import { findChromium } from '../chromium.ts';

const SECRET = 'the secret of brokers that only browser tests talk to';

/** Three pages and two brokers start slowly while everything else is being tested at the same time. */
const TEST_LIMIT_MS = 90_000;

const executablePath = findChromium();
if (!executablePath && process.env['CI']) throw new Error('CI needs a Chromium: apt-get install chromium, or name one in CHROMIUM');

/** A token that the brokers of these tests accept. @param claims in addition to the name, such as rights or another `exp` */
export function tokenOf(user: string, claims: object = {}): string {
  return sign({ sub: user, exp: inSeconds(3600), ...claims }, SECRET);
}

/**
 * A group of tests with pages and brokers, all of which are closed after each test. A page that complains in its console, throws, or
 * opens a dialog fails the test.
 */
export function describePages(title: string, tests: (pages: Pages) => void): void {
  const name = executablePath ? title : `${title} (skipped: no Chromium found, name one in CHROMIUM)`;
  describe.skipIf(!executablePath)(name, { timeout: TEST_LIMIT_MS }, () => {
    const pages = new Pages();
    beforeAll(() => pages.launch(executablePath ?? ''));
    afterEach(() => pages.clear());
    afterAll(() => pages.close());
    tests(pages);
  });
}

export class Pages {
  #browser: Browser | undefined;
  readonly #brokers: Broker[] = [];
  readonly #complaints: string[] = [];

  async launch(path: string): Promise<void> {
    const quietly = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
    this.#browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', ...quietly] });
  }

  async clear(): Promise<void> {
    for (const context of this.#browser?.contexts() ?? []) await context.close();
    for (const broker of this.#brokers.splice(0)) await broker.remove();
    expect(this.#complaints.splice(0)).toEqual([]);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }

  /** A broker of a stage. @param main the stage's main file @param settings in addition to a port, a file and a secret of its own */
  start(main: URL, settings: Readonly<Record<string, string>> = {}): Promise<Broker> {
    const broker = new ProcessBroker({ command: [process.execPath, fileURLToPath(main)] }, { AUTH_SECRET: SECRET, ...settings });
    this.#brokers.push(broker);
    return broker.start();
  }

  /** A page with the web client, in a browser profile of its own, at any address. @param between stands in the way of its WebSockets */
  async visit(address: string, between?: (route: WebSocketRoute) => void): Promise<ClientPage> {
    return new ClientPage(await this.goTo(address, between));
  }

  /** Any other page. */
  async goTo(address: string, between?: (route: WebSocketRoute) => void): Promise<Page> {
    if (!this.#browser) throw new Error('there is no browser yet: open pages in tests alone');
    const page = await (await this.#browser.newContext()).newPage();
    page.on('console', (message) => message.type() === 'error' && this.#complain(message.text()));
    page.on('pageerror', (error) => this.#complain(String(error)));
    page.on('dialog', (dialog) => this.#complain(`a dialog: ${dialog.message()}`));
    if (between) await page.routeWebSocket(/^ws:/, between);
    await page.goto(address);
    return page;
  }

  // A browser reports each attempt to reach a broker that is away, whatever a page does.
  #complain(text: string): void {
    if (!/^WebSocket connection to \S+ failed/.test(text)) this.#complaints.push(text);
  }

  /** The client as a broker serves it, connected. @param token to log in with, passed in the fragment of its address */
  async open(broker: Broker, token?: string, between?: (route: WebSocketRoute) => void): Promise<ClientPage> {
    const fragment = token === undefined ? '' : `/#token=${token}`;
    const client = await this.visit(`${broker.url.replace('ws:', 'http:')}${fragment}`, between);
    await client.reaches('connected');
    return client;
  }
}

/** A wire between pages and their broker. Once silenced, open connections stay open and carry nothing; later connections work. */
export class Wire {
  readonly #silencers: (() => void)[] = [];

  readonly between = (route: WebSocketRoute): void => {
    const server = route.connectToServer();
    let isSilent = false;
    this.#silencers.push(() => (isSilent = true));
    route.onMessage((frame) => isSilent || server.send(frame));
    server.onMessage((frame) => isSilent || route.send(frame));
  };

  silence(): void {
    for (const silence of this.#silencers.splice(0)) silence();
  }
}

/** What a person does with the client and sees on it. Tests wait for things to appear on the page: nothing sleeps. */
export class ClientPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Resolves when the page says that it is `connected` or `reconnecting`, or that the user must `login`. */
  reaches(state: string): Promise<void> {
    return this.page.locator(`#status[data-state=${state}]`).waitFor();
  }

  /** Connects without waiting for the back-off. @param address of another broker */
  async reconnect(address?: string): Promise<void> {
    if (address !== undefined) await this.page.fill('#address', address);
    await this.page.click('#connect button');
    await this.reaches('connected');
  }

  /** Loads the page anew, with a clock that can be put forward. */
  async reloadWithClock(): Promise<void> {
    await this.page.clock.install();
    await this.page.reload();
  }

  /** Resolves when the page has noticed that its broker is away. */
  loses(): Promise<void> {
    return this.page.locator('#status:not([data-state=connected])').waitFor();
  }

  /** Subscribes to a channel or a pattern, or opens the conversation with a person. */
  async join(name: string): Promise<void> {
    await this.page.fill('#channel', name);
    await this.page.click('#subscribe');
  }

  async publish(text: string): Promise<void> {
    await this.page.fill('#body', text);
    await this.page.click('#publish');
  }

  /** Resolves when nothing that was published here is waiting for its answer any more. */
  async allAnswered(): Promise<void> {
    await this.page.locator('.pending').first().waitFor({ state: 'detached' });
  }

  async sendFrame(frame: string): Promise<void> {
    await this.page.fill('#raw', frame);
    await this.page.click('#send-raw');
  }

  /** The button of a conversation in the list. */
  conversation(name: string): Locator {
    return this.page.locator('.conversation').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** The number of unread messages that a conversation shows. */
  unread(name: string): Locator {
    return this.conversation(name).locator('.unread');
  }

  /** The messages of the selected conversation that contain a text; without a text, all of them. */
  messages(text = ''): Locator {
    return this.page.locator('.message').filter({ hasText: text });
  }

  /** What the messages of the selected conversation say, in order. */
  texts(): Promise<string[]> {
    return this.page.locator('.message .body').allTextContents();
  }

  /** Lines of the frame log that contain a text. */
  frames(text: string): Locator {
    return this.page.locator('#log li').filter({ hasText: text });
  }

  /** Resolves when an element shows exactly this text. */
  shows(selector: string, text: string | RegExp): Promise<void> {
    return this.page.locator(selector).filter({ visible: true, hasText: text }).waitFor();
  }

  /** Resolves when the selected conversation has this many messages. */
  async count(number: number): Promise<void> {
    await this.messages()
      .nth(number - 1)
      .waitFor();
    expect(await this.texts()).toHaveLength(number);
  }
}
