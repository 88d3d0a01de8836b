// Strangers who knock at the door for peers: what they get, and what the log says of them.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type Check, wrong } from '../../check.ts';
import { withinLimit } from '../../time.ts';
import type { Context } from '../../context.ts';
import { networkSettings, openProxy, reaches } from '../../network.ts';
import { refusalLogged, strangerAtNats } from './on-nats.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'doors';

/** How long a stranger waits until it is shown the door. */
const SHOWN_OUT_MS = 2000;

/** A log line as it is said again: at another time, from another port. */
const withoutNumbers = (line: string) => line.replaceAll(/\d+/g, '');

/** Listens in place of a broker, keeps what the dialling side says, and carries it on to `port`. */
class Tap {
  /** By connection, the oldest first. */
  readonly heard: Buffer[][] = [];
  readonly #server = createServer((near) => this.#accept(near));
  readonly #sockets = new Set<Socket>();
  readonly #port: number;

  private constructor(port: number) {
    this.#port = port;
  }

  static async open(context: Context, port: number): Promise<Tap> {
    const tap = new Tap(port);
    tap.#server.listen(0, '127.0.0.1');
    await once(tap.#server, 'listening');
    context.atEnd(async () => {
      for (const socket of tap.#sockets) socket.destroy();
      tap.#server.close();
    });
    return tap;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #accept(near: Socket): void {
    const chunks: Buffer[] = [];
    this.heard.push(chunks);
    this.#sockets.add(near.on('error', () => {}).on('data', (chunk: Buffer) => void chunks.push(chunk)));
    const far = connect(this.#port, '127.0.0.1');
    this.#sockets.add(far.on('error', () => {}));
    near.pipe(far).pipe(near);
  }
}

/** Says something to a broker by TCP. Resolves to the answer: all of it, unless the broker leaves the connection open. */
async function say(port: number, bytes: Buffer | string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('error', () => {}).on('data', (chunk) => void (answer += chunk.toString('latin1')));
  socket.write(bytes);
  await withinLimit(once(socket, 'close'), SHOWN_OUT_MS);
  socket.destroy();
  return answer;
}

export const strangers: readonly Check[] = [
  {
    id: 'replayed-link',
    group,
    title: 'what a peer said, replayed by somebody who recorded it, opens no link and ends none',
    rules: ['P7-19', 'P7-20'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    runOnNats: strangerAtNats,
    async run(context) {
      const settings = { TYPING_EXPIRY_MS: '600000' };
      const far = await context.start({ ...networkSettings(context, 1), ...settings });
      const tap = await Tap.open(context, far.port);
      const near = await context.start({ ...networkSettings(context, 0), ...settings, PEERS: tap.url });
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      for (const client of [alice, bob]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [alice, bob]) await client.settle();
      const probe = await context.join('probe', { broker: near });
      await reaches([probe], [alice, bob], channel);
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(`USER_TYPING:${channel}:${alice.user}@broker1`, 'a subscriber on another broker was not told who is typing');
      context.transcript.add('stranger', '·', 'replays what broker1 has said to broker2');
      const recorded = tap.heard.slice();
      for (const chunks of recorded) await say(far.port, Buffer.concat(chunks));
      const why = {
        message: 'a stranger opened a link, or ended one, with what it had recorded',
        cause: 'a proof must fit one conversation only: sign a random number that the other side has just made',
      };
      await bob.getsNothing(why); // if the link had been lost, Alice would have stopped
      probe.send(`PUBLISH:${channel}:still linked`);
      await bob.gets(`MSG:${channel}:still linked`, why);
    },
  },
  {
    id: 'refusal-logged',
    group,
    title: 'a peer with another secret is refused with one log line, however often it is dialled',
    rules: ['P7-19'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    runOnNats: refusalLogged,
    async run(context) {
      const proxy = await openProxy(context);
      const stranger = await context.start({ ...networkSettings(context, 1), PEER_SECRET: 'another secret, that nobody shares' });
      proxy.leadTo(stranger.port);
      const near = await context.start({ ...networkSettings(context, 0), PEERS: proxy.url });
      const lines = () => `${near.output}${stranger.output}`.split('\n').filter(Boolean);
      // A link may take two connections, and a log line is read a moment after it was written: so several, then several more.
      for (let dial = 1; dial <= 6; dial++) await proxy.dialled();
      const before = lines();
      if (!before.some((line) => /secret/i.test(line)))
        throw wrong(
          'a peer with another PEER_SECRET was refused without a log line that says so',
          'a line of either broker that names the secret',
          before.join('\n'),
          'somebody who has mistyped it has nothing else to go by',
        );
      for (let dial = 1; dial <= 6; dial++) await proxy.dialled();
      const said = new Set(before.map(withoutNumbers));
      const again = lines().filter((line) => said.has(withoutNumbers(line))).length - before.length;
      if (again > 2)
        throw wrong(
          'a peer with another PEER_SECRET was logged again and again',
          'one clear log line, not one for each dial',
          `${again} more such lines after 6 more dials`,
          'remember what you have said, until something changes',
        );
    },
  },
];
