import { readFileSync } from 'node:fs';
import { describePages } from '@workshop/client/pages';
import type { StageWorker } from '@workshop/page';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './page/client.ts';
import { servePage } from './served.ts';

/** What the page has as globals. */
declare const window: { readonly StageWorker: typeof StageWorker; readonly Client: typeof Client };

const SECRET = 'what the brokers of these tests sign with';
const STAGES = ['01-basic-pubsub', '02-persistence', '03-auth', '04-typing', '05-private', '06-federation'];

/** The finished files that a reader writes in stage 01. */
const finished = (file: string) => readFileSync(new URL(`../../../steps/01-basic-pubsub/src/${file}`, import.meta.url), 'utf8');
const OWN = Object.fromEntries(['frames.ts', 'output.ts', 'pubsub.ts'].map((file) => [file, finished(file)]));
/** Line 22 of the file, within `subscribe`. */
const FIRST_LINE = 'const sessions = this.#subscribers.get(channel) ?? new Set();';

/** A reader's files, where `subscribe` begins in another way. */
const ownWith = (code: string) => ({ ...OWN, 'pubsub.ts': finished('pubsub.ts').replace(FIRST_LINE, `${code} ${FIRST_LINE}`) });

/** What a reader learns of their code: why it does not start, what is printed, how it ends; and what a subscriber gets, if that may come first. */
function told(page: Page, own: Readonly<Record<string, string>>, mayAnswer = true) {
  return page.evaluate(
    async ({ files, mayAnswer }) => {
      const { promise: crash, resolve: onCrash } = Promise.withResolvers<string>();
      const { promise: print, resolve: onPrint } = Promise.withResolvers<string>();
      const worker = new window.StageWorker({ stage: '01-basic-pubsub', own: files, onCrash, onPrint });
      try {
        const client = new window.Client(await worker.start());
        client.say('SUBSCRIBE:news', 'PUBLISH:news:Hi');
        const text = await Promise.race([crash, print, ...(mayAnswer ? [client.gets(/^MSG/)] : [])]);
        return { text, came: client.came };
      } catch (error) {
        return { text: (error as Error).stack ?? '', came: [] };
      } finally {
        worker.end();
      }
    },
    { files: own, mayAnswer },
  );
}

describePages('a stage in a page', (pages) => {
  let served: Awaited<ReturnType<typeof servePage>>;
  beforeAll(async () => {
    served = await servePage();
  });
  afterAll(() => served.close());

  async function open(): Promise<Page> {
    const page = await pages.goTo(served.address);
    await page.waitForFunction('window.StageWorker');
    return page;
  }

  test('every stage starts by its own main file, and tells who may not come in', async () => {
    const page = await open();
    for (const stage of STAGES) {
      const came = await page.evaluate(
        async ([name = '', secret = '']) => {
          const worker = new window.StageWorker({ stage: name });
          const broker = await worker.start({ AUTH_SECRET: secret, ALLOWED_ORIGINS: 'https://chat.example' });
          const [alice, stranger] = [new window.Client(broker), new window.Client(broker, { origin: 'https://evil.example' })];
          alice.say('SUBSCRIBE:news', 'PUBLISH:news:Hi');
          await alice.gets(/^(?:MSG|ERROR)/);
          const at = await stranger.gets(/opened|refused/);
          worker.end();
          return [...alice.came.slice(0, 2), at];
        },
        [stage, SECRET],
      );
      const isOpen = stage < '03';
      expect(came, stage).toEqual([
        '(opened)',
        isOpen ? expect.stringMatching(/MSG:news:Hi$/) : 'ERROR:UNAUTHORIZED:log in first, with AUTH:<token>',
        isOpen ? '(opened)' : '(refused 403)',
      ]);
    }
  });

  test('a setting that makes no sense is told in the words of the terminal', async () => {
    const page = await open();
    const text = await page.evaluate(async () => {
      const worker = new window.StageWorker({ stage: '03-auth' });
      return await worker.start({ AUTH_SECRET: 'short' }).then(() => '', String);
    });
    expect(text).toMatch(/^Error: AUTH_SECRET, which is not shown, is wrong: give at least 32 bytes/);
  });

  test("the reader's files take the place of the finished ones", async () => {
    const page = await open();
    expect((await told(page, OWN)).text).toBe('MSG:news:Hi');
    const upside = finished('pubsub.ts').replace('target: channel, body }', 'target: channel, body: `${body}!` }');
    expect((await told(page, { ...OWN, 'pubsub.ts': upside })).text).toBe('MSG:news:Hi!');
  });

  test('code that is wrong is told with its place, and the page stays alive', async () => {
    const page = await open();
    const path = '/workshop/steps/01-basic-pubsub/exercise/pubsub.ts';
    expect((await told(page, ownWith('const a = ;'))).text).toBe(`SyntaxError: Expression expected\n    at ${path}:22:15`);
    expect((await told(page, ownWith('let a; let a;'))).text).toBe(
      `SyntaxError: Identifier 'a' has already been declared\n    at ${path}:22:16`,
    );
    expect((await told(page, ownWith('enum A {}'))).text).toMatch(/ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX/);
    const thrown = await told(page, ownWith('const x = {} as any; x.y.z;'));
    expect(thrown.text).toMatch(`TypeError: Cannot read properties of undefined (reading 'z')\n    at Channels.subscribe (${path}:22:`);
    expect(thrown.came).toContain('(opened)');
    const later = ownWith("setTimeout(() => { throw new Error('later'); });");
    expect((await told(page, later, false)).text).toMatch(`Error: later\n    at ${path}:22:`);
    const endless = 'EndlessLoop: this ran for 2 s, and nothing else got its turn';
    for (const loop of ['while (true) { session; }', 'for (;;) session;', 'do { continue; } while (true);'])
      expect((await told(page, ownWith(loop))).text).toBe(`${endless}\n    at ${path}:22`);
    const starved = await told(page, ownWith('const again = () => Promise.resolve().then(again); again();'), false);
    expect(starved.text).toBe('EndlessLoop: this ran for 4 s, and nothing else got its turn');
    const { text } = await told(page, { ...OWN, 'pubsub.ts': finished('pubsub.ts').replace("'@workshop/protocol'", "'./missing.ts'") });
    expect(text).toMatch(/^Error: Cannot find module '\/workshop\/steps\/01-basic-pubsub\/exercise\/missing.ts' imported from/);
  });

  test('the limits of the transport hold', async () => {
    const page = await open();
    const { large, slow, silent, third } = await page.evaluate(async () => {
      const worker = new window.StageWorker({ stage: '01-basic-pubsub' });
      const limits = { MAX_FRAME_BYTES: '100', MAX_BUFFER_BYTES: '1000', MAX_CONNECTIONS: '2', PING_INTERVAL_MS: '1000' };
      const broker = await worker.start(limits);
      const [one, two] = [new window.Client(broker), new window.Client(broker)];
      await two.gets(/opened/);
      const refused = new window.Client(broker);
      const full = await refused.gets(/opened|refused/);
      one.say('SUBSCRIBE:news');
      one.connection.pause();
      const frames = Array.from({ length: 40 }, (_, n) => `PUBLISH:news:${'x'.repeat(50)}${n}`);
      for (const frame of frames) two.say(frame); // each in a turn of its own
      const cut = await one.gets(/closed/);
      two.say(`PUBLISH:news:${'x'.repeat(100)}`);
      const closed = await two.gets(/closed/);
      const quiet = await new window.Client(broker, { answers: false }).gets(/closed/);
      worker.end();
      return { large: closed, slow: cut, silent: quiet, third: full };
    });
    expect({ large, slow, silent, third }).toEqual({
      large: '(closed 1009)',
      slow: '(closed 1006)',
      silent: '(closed 1006)',
      third: '(refused 503)',
    });
  });

  test('a broker that is killed says nothing more, and what it has answered is there at the next start', async () => {
    const page = await open();
    const { alice, bob } = await page.evaluate(async () => {
      const worker = new window.StageWorker({ stage: '02-persistence' });
      const broker = await worker.start();
      const before = new window.Client(broker);
      before.say('@label=1 PUBLISH:news:Hi');
      await before.gets(/OK:PUBLISH/);
      before.say('@label=2 PUBLISH:news:lost?');
      broker.kill();
      await before.gets(/closed/);
      const after = new window.Client(await worker.start(broker.settings));
      after.say('@label=3 HISTORY:news');
      await after.gets(/OK:HISTORY/);
      worker.end();
      return { alice: before.came, bob: after.came };
    });
    const answered = alice.flatMap((frame) => /;(seq=\d;id=\S+) OK:PUBLISH/.exec(frame)?.[1] ?? []); // one, or the second as well
    expect(answered.length).toBeGreaterThan(0);
    expect(alice.at(-1)).toBe('(closed 1006)');
    expect(bob.slice(1, 1 + answered.length)).toEqual(answered.map((tags) => expect.stringContaining(tags)));
  });

  test('brokers link, lose each other, and catch up', async () => {
    const page = await open();
    const { came, peers } = await page.evaluate(async (secret) => {
      const worker = new window.StageWorker({ stage: '06-federation' });
      const common = { AUTH_SECRET: secret, PEER_SECRET: secret };
      const far = await worker.start({ ...common, BROKER_NAME: 'broker2', PORT: '9002' });
      const near = await worker.start({ ...common, BROKER_NAME: 'broker1', PORT: '9001', PEERS: far.url });
      const isLinked = async () => (await near.snapshot()).peers[0]?.isLinked ?? false;
      while (!(await isLinked()));
      worker.cut(near, far);
      while (await isLinked());
      const cut = (await near.snapshot()).peers;
      worker.heal();
      while (!(await isLinked()));
      worker.end();
      return { came: cut, peers: true };
    }, SECRET);
    expect(peers).toBe(true);
    expect(came).toEqual([{ name: 'broker2', isLinked: false, interest: [], waiting: 0 }]);
  });
});
