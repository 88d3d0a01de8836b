// The happy path: a broker that knows SUBSCRIBE, PUBLISH and MSG passes, and needs nothing else for it.

import type { Check } from '../../check.ts';

const group = 'basics';

export const basics: readonly Check[] = [
  {
    id: 'basic-hello',
    group,
    title: 'a subscriber gets what another session publishes',
    rules: ['P0-2', 'P1-1', 'P2-1', 'P2-3'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      alice.send(`SUBSCRIBE:${channel}`);
      await alice.settle();
      bob.send(`PUBLISH:${channel}:Hello!`);
      await alice.gets(`MSG:${channel}:Hello!`, {
        message: 'the subscriber did not get the message',
        cause: 'PUBLISH looks its channel up in what SUBSCRIBE remembered, and sends MSG:<channel>:<body> to each session found',
      });
    },
  },
  {
    id: 'basic-publisher-too',
    group,
    title: 'a publisher that is subscribed gets its own message',
    rules: ['P2-3'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      alice.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:to myself`);
      await alice.gets(`MSG:${channel}:to myself`, {
        message: 'the publisher did not get its own message',
        cause: 'the publisher is a subscriber like any other: do not leave it out',
      });
    },
  },
  {
    id: 'basic-fan-out',
    group,
    title: 'every subscriber gets each message once',
    rules: ['P2-3'],
    async run({ join, random }) {
      const channel = random.word('news');
      const clients = await Promise.all(['alice', 'bob', 'carol', 'dave'].map((who) => join(who)));
      for (const client of clients) client.send(`SUBSCRIBE:${channel}`);
      for (const client of clients) await client.settle();
      clients[random.below(clients.length)]?.send(`PUBLISH:${channel}:one`, `PUBLISH:${channel}:one`);
      for (const client of clients)
        await client.getsAll([`MSG:${channel}:one`, `MSG:${channel}:one`], 'a subscriber did not get every message');
      for (const client of clients) await client.getsNothing('a subscriber got a message twice');
    },
  },
  {
    id: 'basic-subscribers-only',
    group,
    title: 'nobody else gets it: neither its publisher, nor a subscriber of another channel',
    rules: ['P2-4'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob, carol] = [await join('alice'), await join('bob'), await join('carol')];
      alice.send(`SUBSCRIBE:${channel}`);
      const similar = [`${channel}2`, channel.slice(0, -1), `${channel}.${channel}`, channel.toUpperCase()];
      carol.send(...similar.map((name) => `SUBSCRIBE:${name}`));
      await alice.settle();
      await carol.settle();
      bob.send(`PUBLISH:${channel}:for alice`);
      await alice.gets(`MSG:${channel}:for alice`, 'the subscriber did not get the message');
      await bob.getsNothing({
        message: 'a publisher that is not subscribed got the message',
        cause: 'publishing does not subscribe',
      });
      await carol.getsNothing({
        message: 'a subscriber of another channel got the message',
        cause: 'channels are told apart by their whole names: keep the subscribers of each one separately',
      });
      bob.send(`PUBLISH:${channel}-nobody:x`);
      await bob.getsNothing({
        message: 'a publish to a channel that nobody is subscribed to was answered',
        cause: 'such a channel has no subscribers in the map: that is no error',
      });

      const other = `${channel}-carol`;
      carol.send(`SUBSCRIBE:${other}`);
      await carol.settle();
      const bodies = ['1', '2', '3'];
      bob.send(...bodies.flatMap((body) => [`PUBLISH:${channel}:${body}`, `PUBLISH:${other}:${body}`])); // for both at once
      const why = {
        message: 'of messages for two channels that came at once, a subscriber did not get its own, and only its own',
        cause: 'what is gathered for a session belongs to it alone',
      };
      await alice.getsAll(
        bodies.map((body) => `MSG:${channel}:${body}`),
        why,
      );
      await carol.getsAll(
        bodies.map((body) => `MSG:${other}:${body}`),
        why,
      );
      for (const subscriber of [alice, carol]) await subscriber.getsNothing(why);
    },
  },
  {
    id: 'basic-channels',
    group,
    title: 'a session may be subscribed to several channels, and sees which message is from which',
    rules: ['P2-1', 'P2-3'],
    async run({ join, random }) {
      const [news, sport] = [random.word('news'), random.word('sport')];
      const [alice, bob] = [await join('alice'), await join('bob')];
      alice.send(`SUBSCRIBE:${news}`, `SUBSCRIBE:${sport}`);
      await alice.settle();
      bob.send(`PUBLISH:${news}:1`, `PUBLISH:${sport}:2`);
      await alice.getsInAnyOrder([`MSG:${news}:1`, `MSG:${sport}:2`], {
        message: 'a subscriber of two channels did not get the messages of both',
        cause: 'a session has a set of channels: a second SUBSCRIBE adds to the first',
      });
    },
  },
  {
    id: 'basic-now-only',
    group,
    title: 'what is published before somebody subscribes does not reach them',
    rules: ['P2-5'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      bob.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:early`);
      await bob.gets(`MSG:${channel}:early`, 'the publisher did not get its own message');
      alice.send(`SUBSCRIBE:${channel}`);
      await alice.getsNothing('a new subscriber got an old message');
    },
  },
];
