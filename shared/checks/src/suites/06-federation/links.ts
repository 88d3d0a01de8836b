// Brokers that are linked: every message once, on every broker where somebody wants it, and nowhere else.

import { type Check, wrong } from '../../check.ts';
import { msg, ok } from '../../expected.ts';
import { historyOf, numbered, STAMPED, stampOf } from '../../messages.ts';
import { refusesSetting } from '../../settings.ts';
import type { Link } from '../../link-proxy.ts';
import { after } from '../../time.ts';
import { LINK_FACTOR, networkSettings, openProxy, pairOf, reaches, startNetwork, startPair } from '../../network.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'links';

const ONE_HOP = 'what came over a link is not sent over another: one hop reaches everybody';
/** A copy too many may come at once, or after what comes next. */
const NOT_ONCE = { message: 'in a mesh, a subscriber did not get each message once', cause: ONE_HOP };

const PAUSE_MS = 20;
const DELAY_MS = 100;
/** A broker without a link dials at least every 2 s (P7-17). */
const REDIAL_MS = 2500;

function connectionsOf(proxies: readonly Link[]): number {
  return proxies.reduce((sum, { connections }) => sum + connections, 0);
}

export const links: readonly Check[] = [
  {
    id: 'link-both-ways',
    group,
    title: 'a message reaches the subscribers of every broker, with from and origin, and is stored there under the same id',
    rules: ['P7-6', 'P7-14', 'P3-4', 'P3-5'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const { join, random } = context;
      const channel = random.word('news');
      const [alice, bob] = [await join('alice', { broker: near }), await join('bob', { broker: far })];
      for (const client of [alice, bob]) client.send(`@label=s SUBSCRIBE:${channel}`);
      for (const client of [alice, bob]) await client.settle();
      const [left, right] = [await join('left', { broker: near }), await join('right', { broker: far })];
      await reaches([left, right], [alice, bob], channel);
      for (const [publisher, own, other, broker] of [
        [left, alice, bob, 'broker1'],
        [right, bob, alice, 'broker2'],
      ] as const) {
        const id = random.word('id');
        publisher.send(`@id=${id} PUBLISH:${channel}:from ${broker}`);
        const local = await own.gets(msg(channel, `from ${broker}`, { id, from: publisher.user, origin: undefined }), {
          message: 'a local message did not come as a local one: from its user, without an origin',
          cause: 'origin names another broker; on the message’s own broker, from is the bare name',
        });
        await other.gets(
          msg(channel, `from ${broker}`, { id, from: `${publisher.user}@${broker}`, origin: broker, time: local.tags?.get('time') ?? '' }),
          {
            message: 'a message from another broker did not come with its id, time, from and origin',
            cause: 'id and time cross the link; from becomes user@broker, and origin names the broker',
          },
        );
      }
      for (const [client, broker] of [
        [alice, 'broker2'],
        [bob, 'broker1'],
      ] as const) {
        const { messages } = await historyOf(client, channel, 2);
        if (!messages.some(({ body }) => body === `from ${broker}`))
          throw wrong('a message from another broker is not in the history', `from ${broker}`, messages.map(({ body }) => body).join(', '));
      }
    },
  },
  {
    id: 'link-order',
    group,
    title: 'a thousand messages of one publisher cross a link in order, each once',
    rules: ['P7-6'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await reaches([alice], [bob], channel);
      alice.send(...numbered(1000).map((body) => `PUBLISH:${channel}:${body}`));
      for (const body of numbered(1000))
        await bob.gets(`MSG:${channel}:${body}`, 'on another broker a message was lost, came twice, or overtook another');
      await bob.getsNothing('on another broker a message came twice');
    },
  },
  {
    id: 'mesh-once',
    group,
    title: 'in a mesh of three brokers, every subscriber gets exactly one copy',
    rules: ['P7-6', 'P7-7', 'P7-2'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { brokers, link } = context.network;
      const channel = `${context.random.word('news')}.a`;
      const subscribers = await Promise.all(brokers.map((broker, place) => context.join(`subscriber ${place + 1}`, { broker })));
      for (const each of subscribers) each.send(`SUBSCRIBE:${channel}`, `SUBSCRIBE:${channel.replace('.a', '.*')}`);
      for (const each of subscribers) await each.settle();
      const publishers = await Promise.all(brokers.map((broker, place) => context.join(`publisher ${place + 1}`, { broker })));
      await reaches(publishers, subscribers, channel);
      for (const publisher of publishers) {
        publisher.send(`PUBLISH:${channel}:by ${publisher.user}`);
        for (const each of subscribers) await each.gets(`MSG:${channel}:by ${publisher.user}`, NOT_ONCE);
      }
      // No copy of these needs to cross the link between the second broker and the third.
      const between = link(1, 2);
      const before = between.crossed;
      const body = context.random.text(10_000);
      publishers[0]?.send(...numbered(20).map(() => `PUBLISH:${channel}:${body}`));
      for (const each of subscribers) for (const _ of numbered(20)) await each.gets(`MSG:${channel}:${body}`, NOT_ONCE);
      for (const publisher of publishers) publisher.send(`PUBLISH:${channel}:end of ${publisher.user}`);
      const ends = publishers.map(({ user }) => `MSG:${channel}:end of ${user}`);
      for (const each of subscribers) await each.getsInAnyOrder(ends, NOT_ONCE);
      for (const each of subscribers) await each.getsNothing(NOT_ONCE);
      const crossed = between.crossed - before;
      // A NATS server sends a copy for each matching subscription of the broker: here the channel and the pattern.
      if (crossed > (context.sharesStore ? 500_000 : 100_000))
        throw wrong(
          'in a mesh, a broker passed on what had come over a link',
          '200,000 bytes of messages go from their own broker to the two others, and no further',
          `${crossed} bytes crossed the link between those two`,
          ONE_HOP,
        );
    },
  },
  {
    id: 'both-dial',
    group,
    title: 'two brokers that name each other have one link, and each message comes once',
    rules: ['P7-6'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    async run(context) {
      const back = await openProxy(context);
      const { brokers, link } = await startNetwork(context, 2, (place) => (place === 1 ? { PEERS: back.url } : {}));
      const [near, far] = brokers;
      if (!near || !far) throw new Error('two were started');
      back.leadTo(near.port);
      for (const way of [link(0, 1), back]) way.delay(DELAY_MS); // so that both dials are under way at once
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      for (const client of [alice, bob]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [alice, bob]) await client.settle();
      const [left, right] = [await context.join('left', { broker: near }), await context.join('right', { broker: far })];
      await reaches([left, right], [alice, bob], channel);
      const links = [link(0, 1), back];
      await after(REDIAL_MS); // by now each of the brokers has dialled, unless it was linked before
      // A dial that is going to be refused may be under way, so what counts is whether there is a moment without a second connection.
      for (const deadline = performance.now() + LINK_FACTOR * left.patience; connectionsOf(links) > 1; await after(PAUSE_MS))
        if (performance.now() > deadline)
          throw wrong(
            'two brokers that dial each other keep two links',
            'one connection between them, whoever dialled it',
            `${connectionsOf(links)} connections, for as long as they were watched`,
            'each finds the other linked already, or about to be: both must then choose the same link to keep, for example by the smaller name',
          );
      left.send(...numbered(50).map((body) => `PUBLISH:${channel}:${body}`));
      const expected = numbered(50).map((body) => `MSG:${channel}:${body}`);
      for (const client of [alice, bob])
        await client.getsAll(expected, 'with two brokers that dial each other, a message did not come exactly once');
      right.send(`PUBLISH:${channel}:end`);
      for (const client of [bob, alice])
        await client.gets(`MSG:${channel}:end`, 'with two brokers that dial each other, a message did not come exactly once');
      await bob.getsNothing('with two brokers that dial each other, a message did not come exactly once');
    },
  },
  {
    id: 'link-verbatim',
    group,
    title: 'whatever body a client may send to one broker reaches the others as it is: the longest, the empty one, any character',
    rules: ['P7-6', 'P1-3', 'P0-2'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    async run(context) {
      const { near, far } = await startPair(context, { MAX_FRAME_BYTES: '70000' });
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await reaches([alice], [bob], channel);
      const publish = `PUBLISH:${channel}:`;
      const bodies = [
        '',
        ' ',
        ':',
        '::a:b',
        '@id=x MSG:a:b',
        ';=@',
        '\n',
        'two\nlines',
        'a\r\nb',
        '\u0000',
        '\u2028',
        '"\\\'`',
        'é 😀 \u0301',
        '%0A+&lt;',
        'x'.repeat(70_000 - publish.length),
      ];
      for (const body of bodies) {
        alice.send(`${publish}${body}${body.endsWith('\n') ? '\n' : ''}`); // the last newline of a frame is the terminal's
        await bob.gets(`MSG:${channel}:${body}`, {
          message: 'a message did not come to another broker as it was published',
          cause: 'a link must carry every body that a client may send, even one of MAX_FRAME_BYTES with what the link adds to it',
        });
      }
    },
  },
  {
    id: 'same-id-two-brokers',
    group,
    title: 'the same user name and the same id on two brokers make two messages; a repeat on one broker makes none',
    rules: ['P3-4', 'P3-7', 'P7-6', 'P7-14'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const channel = context.random.word('news');
      const [bob, carol] = [await context.join('bob', { broker: near }), await context.join('carol', { broker: far })];
      for (const client of [bob, carol]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [bob, carol]) await client.settle();
      const one = await context.join('alice', { broker: near });
      const two = await context.join('another alice', { broker: far, user: one.user });
      await reaches([one, two], [bob, carol], channel);
      const id = context.random.word('id');
      for (const [alice, body] of [
        [one, 'from one'],
        [two, 'from the other'],
      ] as const) {
        alice.send(`@id=${id} PUBLISH:${channel}:${body}`);
        for (const client of [bob, carol])
          await client.gets(`MSG:${channel}:${body}`, {
            message: 'of two messages with the same id, from users of the same name on two brokers, one did not come',
            cause: 'channel, from and id together are unique in the network: alice of broker1 is not alice of broker2',
          });
      }
      one.send(`@id=${id} PUBLISH:${channel}:again`, `PUBLISH:${channel}:end`);
      for (const client of [bob, carol]) await client.gets(`MSG:${channel}:end`, 'a repeated publish came to a subscriber again');
    },
    /** There, Alice is the same user on both brokers: what the one no longer answered, she repeats on the other (P8-3). */
    async runOnNats(context) {
      const { near, far } = pairOf(context.network);
      const channel = context.random.word('news');
      const [bob, carol] = [await context.join('bob', { broker: near }), await context.join('carol', { broker: far })];
      for (const client of [bob, carol]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [bob, carol]) await client.settle();
      const one = await context.join('alice', { broker: near });
      const two = await context.join('the same alice', { broker: far, user: one.user });
      const id = context.random.word('id');
      one.send(`@label=1;id=${id} PUBLISH:${channel}:once`);
      const { seq } = stampOf(await one.gets(ok('PUBLISH', channel, { ...STAMPED, dup: undefined }), 'a publish was not answered'));
      two.send(`@label=2;id=${id} PUBLISH:${channel}:again`, `PUBLISH:${channel}:end`);
      await two.gets(ok('PUBLISH', channel, { label: '2', seq: String(seq), dup: '1' }), {
        message: 'the repeat of a publish on another broker was not answered as a repeat',
        cause: 'users and their ids belong to the network: the broker’s name is not part of what makes a message unique',
      });
      for (const client of [bob, carol])
        await client.getsAll([`MSG:${channel}:once`, `MSG:${channel}:end`], 'the repeat of a publish on another broker came again');
    },
  },
  {
    id: 'peers-setting',
    group,
    title: 'PEERS without PEER_SECRET, a malformed name and a malformed address are wrong settings',
    rules: ['P7-21', 'P0-5'],
    startsItself: true,
    async run(context) {
      const cases = [
        { PEERS: 'ws://127.0.0.1:1', PEER_SECRET: '' },
        { PEERS: 'broker2', PEER_SECRET: 'a secret of some length, for peers' },
        { BROKER_NAME: 'two words' },
      ];
      for (const settings of cases) {
        const broker = context.prepare({ ...networkSettings(context, 0), ...settings });
        broker.launch();
        const exit = await broker.stopped(10_000);
        const [[name = ''] = []] = Object.entries(settings);
        const expected = `exit code 1, and one line on standard error that names ${name}`;
        if (exit) await broker.closed; // it has ended, but what it said may still be on its way
        await broker.kill();
        if (exit?.code !== 1)
          throw wrong(
            'a broker with a wrong setting for its network did not end with exit code 1',
            expected,
            exit ? `exit code ${exit.code}` : 'it still ran',
          );
        if (!broker.stderr.includes(name))
          throw wrong('a wrong setting for a network was not explained', expected, broker.stderr || 'nothing');
      }
    },
    async runOnNats(context) {
      for (const value of ['http://127.0.0.1:4222', '127.0.0.1']) await refusesSetting(context, 'NATS_URL', value);
      await refusesSetting(context, 'BROKER_NAME', 'two words');
    },
  },
];
