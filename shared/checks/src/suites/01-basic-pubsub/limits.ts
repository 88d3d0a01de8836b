// Readers that fall behind, frames that are too large, connections that are dead: what a broker must survive.

import { connect } from 'node:net';
import { type Check, wrong } from '../../check.ts';
import { withinLimit } from '../../time.ts';
import type { Context } from '../../context.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'limits';
const MIB = 2 ** 20;
const PING_INTERVALS_MS = [500, 6000] as const;

/** @throws {Failure} when, with this interval, a session that answers no ping is not dropped, or one that does is */
async function pings({ start, join }: Context, interval: number): Promise<void> {
  const broker = await start({ PING_INTERVAL_MS: String(interval) });
  const [alive, silent] = [await join('alive', { broker }), await join('silent', { broker, autoPong: false })];
  const why = {
    message: 'a session that answered no ping was not cut off',
    cause: 'remember who owes a pong, and at the next ping end that session instead of pinging it again',
  };
  await silent.closes(undefined, why, 3 * interval + silent.patience);
  // At the next ping, a session that is taken for silent is cut off.
  if (!(await alive.pingedOrClosed(interval + alive.patience)))
    throw wrong('a session was not pinged', 'a ping every PING_INTERVAL_MS', 'none');
  if (!alive.isOpen) throw wrong('a session that answers pings was cut off', 'it stays connected', 'its connection was closed');
  await alive.getsNothing('a session that answers pings was disturbed');
}

export const limits: readonly Check[] = [
  {
    id: 'frame-too-large',
    group,
    title: 'a payload above MAX_FRAME_BYTES closes its session with 1009, and no other',
    rules: ['P0-6', 'P2-9'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      alice.send(`PUBLISH:${channel}:${random.text(65_536 - `PUBLISH:${channel}:`.length)}\n`);
      await alice.closes(1009, {
        message: 'a payload one byte above MAX_FRAME_BYTES did not close the session with 1009',
        cause: {
          any: 'tell your library the limit: the default is 65536 bytes of payload, and the newline at the end counts. Some libraries refuse at their limit, not above it, or count the frame’s header too: then raise the limit by so much',
          javascript: 'the default is 65536, and the newline at the end counts; ws takes 100 MiB unless maxPayload is set',
        },
      });
      await bob.getsNothing('a frame that was too large was delivered');
    },
  },
  {
    id: 'fragments-too-large',
    group,
    title: 'fragments are added up',
    rules: ['P0-6'],
    notInPage: NOT_IN_PAGE.bytes,
    async run({ join, random }) {
      const alice = await join('alice');
      alice.sendRaw('a fragment of 40,000 bytes', `PUBLISH:news:${random.text(39_987)}`, { fin: false });
      alice.sendRaw('another, the last', random.text(40_000), { fin: true });
      await alice.closes(1009, {
        message: 'fragments above MAX_FRAME_BYTES in all did not close the session with 1009',
        cause: 'the limit is on the whole message: a library that limits each frame needs a second setting, or your own count',
      });
    },
  },
  {
    id: 'max-frame-bytes',
    group,
    title: 'MAX_FRAME_BYTES is read from the environment, in bytes',
    rules: ['P0-1', 'P0-6'],
    settings: { MAX_FRAME_BYTES: '1000' },
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const body = random.text(1000 - `PUBLISH:${channel}:`.length);
      alice.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:${body}`);
      await alice.gets(`MSG:${channel}:${body}`, {
        message: 'a payload of exactly MAX_FRAME_BYTES did not come out',
        cause: 'some libraries refuse at their limit, not above it, or count the frame’s header too: then raise the limit by so much',
      });
      alice.send(`PUBLISH:${channel}:${body.slice(0, -1)}é`); // as many characters, and one byte more
      await alice.closes(1009, {
        message: 'a payload above the MAX_FRAME_BYTES that was set did not close the session with 1009',
        cause: 'read the limit from the environment, and count the bytes of the payload, not its characters',
      });
    },
  },
  {
    id: 'slow-reader',
    group,
    title: 'a reader that does not read is dropped at MAX_BUFFER_BYTES, and the others get every message',
    rules: ['P0-7', 'P1-17', 'P2-11'],
    settings: { MAX_BUFFER_BYTES: String(MIB) },
    limit: 480_000, // 20 MB to each of two readers, message by message: a busy machine takes its time
    async run({ join, random, transcript }) {
      const channel = random.word('news');
      const [publisher, reader, sleeper] = [await join('publisher'), await join('reader'), await join('sleeper')];
      for (const client of [publisher, reader, sleeper]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [publisher, reader, sleeper]) await client.settle();
      sleeper.pause();
      const filler = random.text(50_000);
      const publish = async (n: number) => {
        publisher.send(`PUBLISH:${channel}:${n}:${filler}`);
        for (const client of [publisher, reader])
          await client.gets(`MSG:${channel}:${n}:${filler}`, {
            message: 'while one reader did not read, another one did not get every message',
            cause: 'never wait for a slow reader while others have something to get',
          });
      };
      // Far more than the limit and what the kernel's buffers on the way hold.
      for (let n = 0; n < 400; n++) await publish(n);
      transcript.add('grader', '·', '20 MB were published to a reader that does not read');
      sleeper.resume();
      const code = await withinLimit(sleeper.closed);
      const got = sleeper.take().length;
      await publish(400);
      const cause =
        'look at how much the socket has not taken before you give it more; a send that waits for its reader holds up everybody else';
      if (code === undefined)
        throw wrong(
          'a reader that does not read was not dropped',
          'the connection is cut once MAX_BUFFER_BYTES are waiting for it',
          'it is still connected, 20 MB behind',
          cause,
        );
      // Whether a close frame follows what was waiting is open (P1-17): not every library can do without one.
      if (got === 400)
        throw wrong(
          'a reader that does not read was kept until it read again',
          'it misses what was published after MAX_BUFFER_BYTES were waiting for it',
          `it got all of 20 MB, and was closed with ${code}`,
          cause,
        );
    },
  },
  {
    id: 'burst-to-healthy-reader',
    group,
    title: 'a reader that reads gets the whole of a burst of half MAX_BUFFER_BYTES',
    rules: ['P0-7'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [publisher, reader] = [await join('publisher'), await join('reader')];
      reader.send(`SUBSCRIBE:${channel}`);
      await reader.settle();
      const filler = random.text(64_000);
      const numbers = Array.from({ length: Math.floor((8 * MIB) / 64_100) }, (_, n) => n);
      publisher.send(...numbers.map((n) => `PUBLISH:${channel}:${n}:${filler}`));
      await reader.getsAll(
        numbers.map((n) => `MSG:${channel}:${n}:${filler}`),
        {
          message: 'a healthy reader did not get the whole of a burst',
          cause: 'what is being sent at this very moment is no sign of a slow reader',
        },
      );
    },
  },
  {
    id: 'ping',
    group,
    title: 'a session that answers no ping is dropped, one that does is not',
    rules: ['P0-8', 'P0-9', 'P1-17'],
    startsItself: true,
    limit: 480_000,
    async run(context) {
      const [soon, late] = PING_INTERVALS_MS;
      // On a machine that stands still for a second, a session that answers seems silent: then the longer interval decides.
      await pings(context, soon).catch(() => pings(context, late));
    },
  },
  {
    id: 'strangers',
    group,
    title: 'a stranger that says nothing, talks nonsense, or vanishes in the middle of a WebSocket frame disturbs nobody',
    rules: ['P2-9'],
    notInPage: NOT_IN_PAGE.bytes,
    async run({ broker, join, random, transcript }) {
      const channel = random.word('news');
      const { hostname } = new URL(broker.url);
      const [silent, nonsense] = [connect(broker.port, hostname), connect(broker.port, hostname)];
      for (const stranger of [silent, nonsense]) stranger.on('error', () => {}).resume();
      transcript.add('stranger', '·', 'connects by TCP, sends NONSENSE, hangs up');
      nonsense.end('NONSENSE\r\n\r\n');
      // A text frame with a reserved bit set, and fewer bytes than its length says (RFC 6455 §5.2). Some libraries close at once,
      // and others wait for the whole frame: both are fine.
      for (const how of ['end', 'reset'] as const) {
        const rude = await join('rude');
        rude.send(`SUBSCRIBE:${channel}`);
        await rude.settle();
        rude.sendBytes('half of a frame with a reserved bit set', Uint8Array.of(0xf1, 0xff, 0, 0, 0));
        await rude.leave(how);
      }
      silent.resetAndDestroy();
      nonsense.destroy();
      const alice = await join('alice');
      alice.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:fine`);
      await alice.gets(`MSG:${channel}:fine`, {
        message: 'after a stranger had sent nonsense, the broker no longer served others',
        cause: {
          any: 'an error on one connection concerns that connection alone: catch it there',
          javascript: "one 'error' event without a listener ends a Node process",
        },
      });
    },
  },
];
