// The broker as a program: settings, addresses, signals. The only checks that need PORT and signals.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { accepts } from '../../address.ts';
import type { Broker } from '../../broker.ts';
import { type Check, wrong } from '../../check.ts';
import { withinLimit } from '../../time.ts';
import { error } from '../../expected.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';
import { refusesSetting } from '../../settings.ts';

const group = 'running';
const STOP_LIMIT_MS = 2000;
/** A busy machine takes longer. */
const STOP_PATIENCE_MS = 5000;
/** A connection to one's own machine is accepted or refused at once; only where nobody has the address does no answer come. */
const A_MOMENT_MS = 1000;
const notOnWindows = 'there, a signal from outside ends a process without asking it';

const HALF_A_HANDSHAKE = 'GET / HTTP/1.1\r\nHost: broker\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
const THE_OTHER_HALF = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

const WRONG_SETTINGS = [
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['MAX_FRAME_BYTES', 'ten'],
  ['MAX_FRAME_BYTES', '0'],
  ['MAX_BUFFER_BYTES', '-5'],
  ['MAX_BUFFER_BYTES', '0'],
  ['PING_INTERVAL_MS', 'soon'],
  ['PING_INTERVAL_MS', '25s'],
] as const;

const WRAPPER =
  'the command started the broker as another process, and keeps the signal from it, as go run and a shell script do: build it first and give the program itself, or write exec before the command in the script';

/** Whether a broker listens at another address too. Any other program may, at the same port: if it is the broker, nobody does once it is killed. */
async function isAlsoAt(host: string, broker: Broker): Promise<boolean> {
  const url = `ws://${host}:${broker.port}`;
  if (!(await accepts(url, A_MOMENT_MS))) return false;
  await broker.kill();
  return !(await accepts(url, A_MOMENT_MS));
}

function stopsOn(signal: 'SIGTERM' | 'SIGINT'): Check {
  return {
    id: signal.toLowerCase(),
    group,
    title: `${signal} closes every session with 1001, and the broker ends with exit code 0`,
    rules: ['P0-4'],
    notInPage: NOT_IN_PAGE.signal,
    notOnWindows,
    settings: {},
    async run({ broker, join, transcript }) {
      const [alice, bob] = [await join('alice'), await join('bob')];
      for (const client of [alice, bob]) await client.settle(); // the handshake may be answered before the session is open
      if (signal === 'SIGTERM') bob.pause(); // one that would never answer a goodbye; waiting for it in one of the two checks is enough
      const strangers = [
        connect({ host: hostOf(broker.url), port: broker.port }),
        connect({ host: hostOf(broker.url), port: broker.port }),
      ];
      for (const stranger of strangers) stranger.on('error', () => {}).resume();
      strangers[1]?.write(HALF_A_HANDSHAKE);
      await withinLimit(Promise.all(strangers.map((stranger) => once(stranger, 'connect'))));
      transcript.add('strangers', '·', 'connect by TCP; one says nothing, the other half of a handshake');
      await alice.settle(); // the broker accepts them
      await alice.settle(); // and reads what they say
      transcript.add('grader', '·', `sends ${signal}`);
      void alice.closed.then(() => {
        transcript.add('stranger', '·', 'says the other half of its handshake');
        strangers[1]?.write(THE_OTHER_HALF);
      });
      const exit = await broker.stop(signal, STOP_PATIENCE_MS);
      for (const stranger of strangers) stranger.destroy();
      if (!exit)
        throw wrong(
          `the broker did not end on ${signal}`,
          `it ends by itself within ${STOP_LIMIT_MS / 1000} s`,
          `it still ran after ${STOP_PATIENCE_MS / 1000} s`,
          broker.process.hasChildren()
            ? `${WRAPPER}; or the broker waits for something: close the sessions, stop listening, clear the timers, do not wait for clients that do not answer, and open no session after that`
            : 'close the sessions, stop listening, clear the timers; do not wait for clients that do not answer, and open no session after that',
        );
      if (exit.code !== 0)
        throw wrong(
          `the broker did not end with exit code 0 on ${signal}`,
          'exit code 0',
          exit.signal ? `ended by ${exit.signal}` : `exit code ${exit.code}`,
          broker.process.hasChildren()
            ? WRAPPER
            : `nothing handles ${signal}, or what handles it fails: end with exit code 0 when the sessions are closed`,
        );
      await alice.closes(1001, {
        message: `on ${signal}, a session was not closed with 1001`,
        cause: 'send every session a close frame with 1001, and let it leave before the process ends',
      });
    },
  };
}

/** A machine's names for itself. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

const hostOf = (url: string) => new URL(url).hostname.replace(/^\[|\]$/g, '');

async function canListenAt(host: string): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(0, host, () => resolve(true));
  });
  server.close();
  return listens;
}

export const running: readonly Check[] = [
  stopsOn('SIGTERM'),
  stopsOn('SIGINT'),
  {
    id: 'any-port',
    group,
    title: 'PORT=0 takes any free port, and the printed line says which',
    rules: ['P0-3'],
    settings: {},
    async run(context) {
      const second = await context.start();
      const [alice, bob] = [await context.join('alice'), await context.join('bob', { broker: second })];
      const channel = context.random.word('news');
      for (const client of [alice, bob]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [alice, bob]) await client.settle();
      alice.send(`PUBLISH:${channel}:here`);
      await alice.gets(`MSG:${channel}:here`, 'the broker at the printed address did not work');
      await bob.getsNothing({
        message: 'two brokers printed the same address',
        cause: 'print the port that the system gave, not the one asked for',
      });
    },
  },
  {
    id: 'given-port',
    group,
    title: 'PORT and HOST say where it listens; an empty variable is an unset one',
    rules: ['P0-1', 'P0-2'],
    notInPage: NOT_IN_PAGE.addresses,
    settings: { HOST: '', MAX_FRAME_BYTES: '', MAX_BUFFER_BYTES: '', PING_INTERVAL_MS: '' },
    async run({ broker, join, random, transcript }) {
      const alice = await join('alice');
      await alice.getsNothing('a new session got something');
      const [host, port] = [new URL(broker.url).hostname, broker.port];
      const why = 'an empty variable means the default, 127.0.0.1, too; many libraries take an empty address to mean all of them';
      if (!LOOPBACK.test(host))
        throw wrong(
          'an empty HOST was not taken as an unset one',
          'ws://127.0.0.1:…, or another name of this machine for itself',
          broker.url,
          why,
        );
      if (await isAlsoAt('127.0.0.2', broker))
        throw wrong(
          'with HOST unset, the broker can be reached from outside',
          '127.0.0.1 alone',
          'it listens on every address of the machine',
          why,
        );
      transcript.add('grader', '·', `kills it, and starts it with PORT=${port}`);
      await broker.restart();
      if (broker.port !== port) throw wrong('the broker does not listen on the PORT that it was given', `port ${port}`, broker.url);
      const bob = await join('bob');
      const channel = random.word('news');
      bob.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:${'x'.repeat(60_000)}`);
      await bob.gets(`MSG:${channel}:${'x'.repeat(60_000)}`, 'an empty setting was not taken as an unset one');
      bob.send('nonsense');
      await bob.gets(error('BAD_FRAME'), 'the broker no longer answered');
    },
  },
  {
    id: 'given-host',
    group,
    title: 'HOST is the one address at which it listens',
    rules: ['P0-1', 'P0-2'],
    notInPage: NOT_IN_PAGE.addresses,
    startsItself: true,
    async run(context) {
      // On most systems, all of 127.0.0.0/8 is this machine. Where it is not, there is no second address to try this with.
      if (!(await canListenAt('127.0.0.2'))) return;
      const broker = await context.start({ HOST: '127.0.0.2' });
      const alice = await context.join('alice', { broker });
      await alice.settle();
      const cause = 'give HOST to what listens, and not only to the line that is printed';
      if (new URL(broker.url).hostname !== '127.0.0.2')
        throw wrong('the broker does not listen at the HOST that it was given', 'ws://127.0.0.2:…', broker.url, cause);
      if (await isAlsoAt('127.0.0.1', broker))
        throw wrong('the broker also listens at an address that is not its HOST', '127.0.0.2 alone', '127.0.0.1 as well', cause);
    },
  },
  {
    id: 'wrong-settings',
    group,
    title: 'a setting that makes no sense stops it at once, with one line that says why',
    rules: ['P0-5'],
    startsItself: true,
    async run(context) {
      await Promise.all(WRONG_SETTINGS.map(([name, value]) => refusesSetting(context, name, value)));
    },
  },
];
