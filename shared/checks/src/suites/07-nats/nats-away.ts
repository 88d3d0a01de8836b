// The server is killed, full, or away: what was answered is there, and what was refused is not.

import { type Check, wrong } from '../../check.ts';
import { withinLimit } from '../../time.ts';
import { error, msg, ok } from '../../expected.ts';
import { parseFrame } from '../../frames.ts';
import { numbered, subscribe, wholeHistory } from '../../messages.ts';
import { networkSettings, startServer } from '../../network.ts';
import { publishWhenBack, refusedUntilNoticed } from '../../outage.ts';
import { StormPublisher } from '../../storms/storm-publisher.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'NATS away';
const ROUNDS = 2;
const ANSWERS = 60;
const LIMIT_MS = 30_000;
const FULL_BYTES = 300_000;

export const natsAway: readonly Check[] = [
  {
    id: 'nats-killed',
    group,
    title:
      'NATS is killed in the middle of a storm and comes back: what was answered is there once, in order, and subscribers miss nothing',
    rules: ['P8-4', 'P3-1', 'P3-3', 'P3-6'],
    notInPage: NOT_IN_PAGE.nats,
    startsItself: true,
    limit: 480_000,
    async run(context) {
      const server = await startServer(context);
      const channel = context.random.word('storm');
      const brokers = await Promise.all(
        [0, 1].map((place) => context.start({ ...networkSettings(context, place), NATS_URL: server.url, RETAIN_MESSAGES: '1000000' })),
      );
      const listeners = await Promise.all(
        brokers.map(async (broker, place) => {
          const client = await context.join(`listener ${place + 1}`, { broker });
          await subscribe(client, channel);
          const ids: string[] = [];
          client.watch((text) => {
            const { verb, target, tags } = parseFrame(text);
            if (verb === 'MSG' && target === channel) ids.push(tags?.get('id') ?? '');
          });
          return { client, ids };
        }),
      );
      const publishers = brokers.map((broker, place) => new StormPublisher(context, broker, channel, `publisher ${place + 1}`));
      for (const publisher of publishers) await publisher.join();
      for (let round = 1; round <= ROUNDS; round++) {
        let left = ANSWERS + context.random.below(ANSWERS);
        const enough = new Promise<void>((resolve) => {
          for (const publisher of publishers) publisher.onAnswer = () => (left -= 1) <= 0 && resolve();
        });
        await withinLimit(Promise.race([enough, ...publishers.map(({ refused }) => refused)]), LIMIT_MS);
        if (left > 0)
          throw wrong('publishes were not answered once NATS was back', 'answers', 'none', 'connect again, for as long as it takes');
        context.transcript.add('grader', '·', `kills the NATS server, round ${round}, and starts it again`);
        await server.restart();
      }
      await Promise.all(publishers.map((publisher) => publisher.finish()));
      const stored = await wholeHistory(await context.join('reader', { broker: brokers[0] }), channel);
      const seqs = new Map(stored.map(({ id, seq }) => [id, seq]));
      if (seqs.size !== stored.length)
        throw wrong(
          'after NATS was killed, a message was stored twice',
          `${seqs.size}`,
          `${stored.length}`,
          'send it again with the same message id',
        );
      for (const publisher of publishers) publisher.examine(seqs, stored);
      for (const { client, ids } of listeners) {
        const missing = () => stored.length - ids.length;
        const all = new Promise<void>((resolve) => client.watch(() => missing() <= 0 && resolve()));
        if (missing() > 0) await withinLimit(all, LIMIT_MS);
        if (ids.join() !== stored.map(({ id }) => id).join())
          throw wrong(
            'after NATS was killed, a subscriber that had stayed connected did not have every message once and in order',
            `${stored.length} messages`,
            `${ids.length}, of which ${new Set(ids).size} are different`,
            'what was stored while a broker was not connected does not come live: read it from the stream',
          );
      }
      for (const broker of brokers) {
        const lines = broker.output.split('\n').filter((line) => line.includes('NATS_URL='));
        if (lines.length > ROUNDS) throw wrong('the log said again and again that NATS was away', 'one line each time', lines.join('\n'));
      }
    },
  },
  {
    id: 'nats-full',
    group,
    title: 'when the store is full, a publish is refused with INTERNAL and goes nowhere, and the broker lives on',
    rules: ['P8-4', 'P1-16'],
    notInPage: NOT_IN_PAGE.nats,
    startsItself: true,
    async run(context) {
      const server = await startServer(context, { fileBytes: FULL_BYTES });
      const broker = await context.start({ ...networkSettings(context, 0), NATS_URL: server.url });
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker }), await context.join('bob', { broker })];
      await subscribe(bob, channel);
      const body = 'x'.repeat(FULL_BYTES / 10);
      let stored = 0;
      for (const n of numbered(20)) {
        alice.send(`@label=${n} PUBLISH:${channel}:${body}`);
        const { verb, target } = await alice.gets(
          { text: 'an answer', matches: ({ tags }) => tags?.get('label') === n },
          'with a full store, a publish was not answered',
        );
        if (verb === 'OK') stored += 1;
        else if (target !== 'INTERNAL')
          throw wrong('with a full store, a publish was not refused with INTERNAL', 'ERROR:INTERNAL', `${verb}:${target}`);
      }
      if (stored === 20)
        throw wrong(
          'a publish that was not stored was answered with OK',
          'ERROR:INTERNAL',
          'OK',
          'wait for the PubAck, and check that it is one',
        );
      for (const _ of numbered(stored)) await bob.gets(msg(channel, body), 'a stored message did not come');
      // Asks for history after them, since nothing can be published any more.
      bob.send(`@label=h HISTORY:${channel}:1`);
      await bob.gets(msg(channel, body), 'a broker whose store is full did not live on');
      await bob.gets(ok('HISTORY', channel, { label: 'h' }), 'a message that was refused with INTERNAL was delivered');
      alice.send(`@label=h HISTORY:${channel}:1`);
      await alice.gets({ text: 'MSG', matches: ({ verb }) => verb === 'MSG' }, 'a broker whose store is full did not live on');
      await alice.gets(ok('HISTORY', channel), 'a broker whose store is full did not live on');
    },
  },
  {
    id: 'nats-refuses',
    group,
    title: 'while NATS is away, publishes are refused with UNREACHABLE, sessions stay, and what is published afterwards reaches them',
    rules: ['P8-4', 'P1-16'],
    notInPage: NOT_IN_PAGE.nats,
    startsItself: true,
    limit: 240_000,
    async run(context) {
      const server = await startServer(context);
      const broker = await context.start({ ...networkSettings(context, 0), NATS_URL: server.url });
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker }), await context.join('bob', { broker })];
      await subscribe(bob, channel);
      await server.kill();
      await refusedUntilNoticed(alice, channel);
      for (const command of [`PUBLISH:${channel}:x`, `PUBLISH:@${bob.user}:x`, `HISTORY:${channel}`, `@since=0 SUBSCRIBE:other`]) {
        const labelled = command.startsWith('@') ? `@label=a;${command.slice(1)}` : `@label=a ${command}`;
        alice.send(labelled);
        await alice.gets(error('UNREACHABLE', { label: 'a' }), 'with NATS away, a command that needs it was not refused with UNREACHABLE');
      }
      await server.start();
      const id = context.random.word('id');
      await publishWhenBack(alice, channel, id, 'back');
      await bob.gets(msg(channel, 'back'), 'a session that had stayed connected got nothing more when NATS was back');
      await bob.getsNothing('a publish that was refused was delivered');
    },
  },
];
