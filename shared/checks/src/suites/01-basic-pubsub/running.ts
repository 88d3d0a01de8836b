// The broker as a program: settings, addresses, signals. The only checks that need PORT and signals.

import { accepts } from '../../address.ts';
import { type Check, wrong } from '../../check.ts';
import { error } from '../../expected.ts';
import { PATIENCE_MS, refusesSetting } from '../../settings.ts';

const group = 'running';
const STOP_LIMIT_MS = 2000;
/** A connection to one's own machine is accepted or refused at once; only where nobody has the address, nothing comes. */
const A_MOMENT_MS = 1000;
const notOnWindows = 'there, a signal from outside ends a process without asking it';

const WRONG_SETTINGS = [
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['MAX_FRAME_BYTES', 'ten'],
  ['MAX_FRAME_BYTES', '0'],
  ['MAX_BUFFER_BYTES', '-5'],
  ['PING_INTERVAL_MS', 'soon'],
] as const;

const WRAPPER =
  'the command started the broker as another process, and keeps the signal from it, as go run and a shell script do: build it first and give the program itself, or write exec before the command in the script';

function stopsOn(signal: 'SIGTERM' | 'SIGINT'): Check {
  return {
    id: signal.toLowerCase(),
    group,
    title: `${signal} closes every session with 1001, and the broker ends with exit code 0`,
    rules: ['P0-4'],
    notOnWindows,
    settings: {},
    async run({ broker, join, transcript }) {
      const [alice, bob] = [await join('alice'), await join('bob')];
      for (const client of [alice, bob]) await client.settle(); // the handshake may be answered before the session is open
      if (signal === 'SIGTERM') bob.pause(); // one that would never answer a goodbye; to wait for it once is enough
      transcript.add('grader', '·', `sends ${signal}`);
      const exit = await broker.stop(signal, PATIENCE_MS);
      if (!exit)
        throw wrong(
          `the broker did not end on ${signal}`,
          `it ends by itself within ${STOP_LIMIT_MS / 1000} s`,
          `it still ran after ${PATIENCE_MS / 1000} s`,
          broker.process.hasChildren()
            ? `${WRAPPER}; or the broker waits for something: close the sessions, stop listening, clear the timers, and do not wait for clients that do not answer`
            : 'close the sessions, stop listening, clear the timers; and do not wait for clients that do not answer',
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
    settings: { HOST: '', MAX_FRAME_BYTES: '', MAX_BUFFER_BYTES: '', PING_INTERVAL_MS: '' },
    async run({ broker, join, random, transcript }) {
      const alice = await join('alice');
      await alice.getsNothing('a new session got something');
      const [host, port] = [new URL(broker.url).hostname, broker.port];
      const why = 'the default, 127.0.0.1, stands in for an empty variable too; many libraries take an empty address as all there are';
      if (!LOOPBACK.test(host))
        throw wrong(
          'an empty HOST was not taken as an unset one',
          'ws://127.0.0.1:…, or another name of this machine for itself',
          broker.url,
          why,
        );
      if (await accepts(`ws://127.0.0.2:${port}`, A_MOMENT_MS))
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
      await bob.gets(error('BAD_FRAME'), 'the broker did not answer any more');
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
