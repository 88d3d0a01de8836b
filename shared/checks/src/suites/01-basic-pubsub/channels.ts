// Subscribing and unsubscribing, the order of things, and sessions that go away.

import type { Check } from '../../check.ts';

const group = 'channels';

export const channels: readonly Check[] = [
  {
    id: 'subscribe-again',
    group,
    title: 'subscribing again changes nothing, and one UNSUBSCRIBE ends it',
    rules: ['P2-1', 'P2-2'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      alice.send(`SUBSCRIBE:${channel}`, `SUBSCRIBE:${channel}`, `PUBLISH:${channel}:once`);
      await alice.getsOnly([`MSG:${channel}:once`], {
        message: 'after subscribing twice, a session did not get a message exactly once',
        cause: 'keep the subscribers of a channel in a set, not in a list',
      });
      alice.send(`UNSUBSCRIBE:${channel}`, `PUBLISH:${channel}:over`);
      await alice.getsNothing({
        message: 'after subscribing twice, one UNSUBSCRIBE did not end the subscription',
        cause: 'a session is subscribed or it is not: do not count how often',
      });
    },
  },
  {
    id: 'unsubscribe',
    group,
    title: 'after UNSUBSCRIBE nothing comes, and the others still get everything',
    rules: ['P2-2'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      for (const client of [alice, bob]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [alice, bob]) await client.settle();
      alice.send(`UNSUBSCRIBE:${channel}`);
      await alice.settle();
      bob.send(`PUBLISH:${channel}:still here`);
      await bob.gets(`MSG:${channel}:still here`, {
        message: 'a subscriber got nothing more after another one had unsubscribed',
        cause: 'UNSUBSCRIBE takes one session out of the channel, and leaves the channel to the others',
      });
      await alice.getsNothing('a session got a message after UNSUBSCRIBE');
    },
  },
  {
    id: 'unsubscribe-nothing',
    group,
    title: 'UNSUBSCRIBE of a channel that the session is not subscribed to changes nothing',
    rules: ['P2-2'],
    async run({ join, random }) {
      const [news, sport] = [random.word('news'), random.word('sport')];
      const alice = await join('alice');
      alice.send(`SUBSCRIBE:${news}`, `SUBSCRIBE:${sport}`, `UNSUBSCRIBE:${sport}`, `UNSUBSCRIBE:${sport}`);
      alice.send(`UNSUBSCRIBE:${random.word('never')}`, `PUBLISH:${news}:on`);
      await alice.getsOnly([`MSG:${news}:on`], {
        message: 'UNSUBSCRIBE of another channel was answered, or changed something',
        cause: 'it ends this one subscription, and is answered only when it is refused',
      });
      alice.send(`SUBSCRIBE:${sport}`, `PUBLISH:${sport}:back`);
      await alice.getsOnly([`MSG:${sport}:back`], {
        message: 'after one UNSUBSCRIBE too many, SUBSCRIBE did not subscribe',
        cause: 'a session is subscribed or it is not: do not count how often',
      });
    },
  },
  {
    id: 'subscribe-anew',
    group,
    title: 'after UNSUBSCRIBE, a session may subscribe again',
    rules: ['P2-1', 'P2-2'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      alice.send(`SUBSCRIBE:${channel}`, `UNSUBSCRIBE:${channel}`, `PUBLISH:${channel}:missed`);
      alice.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:back`);
      await alice.getsOnly([`MSG:${channel}:back`], 'a session that subscribed again did not get exactly what was published from then on');
    },
  },
  {
    id: 'burst-in-order',
    group,
    title: "a session's commands take effect in the order sent, even in one burst",
    rules: ['P2-6'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const long = random.text(60_000); // must not be overtaken either
      const burst = ['PUBLISH:*:before', 'SUBSCRIBE:*', `PUBLISH:*:${long}`, 'PUBLISH:*:during', 'UNSUBSCRIBE:*', 'PUBLISH:*:after'];
      alice.send(...burst.map((frame) => frame.replace('*', channel)));
      await alice.getsOnly([`MSG:${channel}:${long}`, `MSG:${channel}:during`], {
        message: 'the commands of a burst did not take effect in the order sent',
        cause: 'finish each frame before the next: a wait in between, or a task for each frame, lets them overtake each other',
      });
    },
  },
  {
    id: 'messages-in-order',
    group,
    title: 'a thousand messages of one publisher arrive in order, all of them',
    rules: ['P2-7'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [publisher, reader] = [await join('publisher'), await join('reader')];
      for (const client of [publisher, reader]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [publisher, reader]) await client.settle();
      const long = random.text(30_000);
      const numbers = Array.from({ length: 1000 }, (_, n) => (n % 100 === 7 ? `${n}:${long}` : n)); // a long one is not overtaken by short ones
      publisher.send(...numbers.map((n) => `PUBLISH:${channel}:${n}`));
      for (const client of [publisher, reader])
        await client.getsAll(
          numbers.map((n) => `MSG:${channel}:${n}`),
          {
            message: 'a message was lost, came twice, or overtook another',
            cause: 'let one queue, or one task, do all the writing to a connection: several that write at once overtake each other',
          },
        );
    },
  },
  {
    id: 'many-channels',
    group,
    title: 'a session may be subscribed to hundreds of channels, and gets the messages of each',
    rules: ['P2-1', 'P2-3'],
    async run({ join, random }) {
      const alice = await join('alice');
      const channels = Array.from({ length: 300 }, (_, n) => `${random.word('news')}.${n}`);
      const hears = async (some: readonly string[], body: string) => {
        alice.send(...some.map((channel) => `PUBLISH:${channel}:${body}`));
        await alice.getsAll(
          some.map((channel) => `MSG:${channel}:${body}`),
          {
            message: 'a session with hundreds of subscriptions did not get every message',
            cause: 'the protocol sets no limit on subscriptions',
          },
        );
      };
      for (let at = 0; at < channels.length; at += 50) {
        const some = channels.slice(at, at + 50); // a broker may have to ask another server for each
        alice.send(...some.map((channel) => `SUBSCRIBE:${channel}`));
        await hears(some, 'first');
      }
      await hears(channels, 'again');
    },
  },
  {
    id: 'last-words',
    group,
    title: 'what a session sends right before its goodbye still takes effect',
    rules: ['P2-6', 'P2-7'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      const words = Array.from({ length: 50 }, (_, n) => n);
      alice.send(...words.map((n) => `PUBLISH:${channel}:${n}`));
      await alice.leave('close');
      await bob.getsAll(
        words.map((n) => `MSG:${channel}:${n}`),
        {
          message: 'what a session had sent before its goodbye did not take effect',
          cause: 'the goodbye comes after it: obey what still waits in a session’s queue before you forget the session',
        },
      );
    },
  },
  ...(['close', 'end', 'reset'] as const).map((how): Check => {
    const title = { close: 'says goodbye', end: 'hangs up', reset: 'crashes' }[how];
    return {
      id: `leave-${how}`,
      group,
      title: `a session that ${title} leaves nothing behind`,
      rules: ['P2-8', 'P2-9'],
      async run({ join, random }) {
        const channel = random.word('news');
        const [stays, ...others] = [await join('stays'), await join('first'), await join('second')];
        for (const client of [stays, ...others]) client.send(`SUBSCRIBE:${channel}`);
        for (const client of [stays, ...others]) await client.settle();
        stays.send(`PUBLISH:${channel}:all here`);
        for (const client of [stays, ...others]) await client.gets(`MSG:${channel}:all here`, 'a subscriber did not get the message');
        for (const client of others) await client.leave(how);
        // The broker may notice only after what is sent next: a few exchanges give it the time, whatever its speed.
        for (let exchange = 0; exchange < 3; exchange++)
          await stays.getsNothing('somebody who stayed was told that another session went away');
        stays.send(`PUBLISH:${channel}:left`);
        await stays.getsOnly([`MSG:${channel}:left`], {
          message: 'after others went away, a subscriber no longer got each message once',
          cause: 'when a connection ends, take its session out of every channel, and nothing else; an error on it must not end the broker',
        });
        const late = await join('late');
        late.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:new`);
        await late.gets(`MSG:${channel}:new`, 'after others went away, a new session could not use the channel');
      },
    };
  }),
];
