// A link or a broker dies, or goes silent, while messages wait to cross, and comes back: each message once, in order.

import type { Broker } from '../broker.ts';
import type { Check, Why } from '../check.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { ok } from '../expected.ts';
import type { Link } from '../link-proxy.ts';
import { numbered } from '../messages.ts';
import { LINK_FACTOR, reaches, startPair } from '../network.ts';
import { NOT_IN_PAGE } from '../not-in-page.ts';

interface Outage {
  readonly near: Broker;
  readonly far: Broker;
  readonly link: Link;
}

interface Scene {
  readonly id: string;
  readonly title: string;
  readonly rules: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly why: Why;
  /** Before the publishes. */
  breaks(outage: Outage): Promise<void> | void;
  /** After all publishes were answered. */
  heals(outage: Outage): Promise<void> | void;
  /** Whether the subscriber's broker is killed, so that the subscriber comes back and resumes after what it has seen. */
  readonly resumes?: boolean;
}

const SCENES: readonly Scene[] = [
  {
    id: 'cut-and-heal',
    title: 'messages published while the link is cut come when it heals: once, in order',
    rules: ['P7-15', 'P7-17'],
    why: {
      message: 'messages published while the link was cut did not come once and in order when it healed',
      cause: 'a message for a peer waits in a queue until the peer has acknowledged it',
    },
    breaks: ({ link }) => link.cut(),
    heals: ({ link }) => link.heal(),
  },
  {
    id: 'sender-killed',
    title: 'the queue for a peer survives SIGKILL of its own broker',
    rules: ['P7-9', 'P7-15'],
    why: {
      message: 'what was queued for a peer did not survive SIGKILL of the broker that queued it',
      cause: 'the queue, and the interest of the peer, are in the file: written in the same transaction as the message',
    },
    breaks: ({ link }) => link.cut(),
    async heals({ near, link }) {
      await near.restart();
      link.heal();
    },
  },
  {
    id: 'receiver-killed',
    title: 'a broker that was killed while the link was cut gets what it missed when it is back',
    rules: ['P7-9', 'P7-15'],
    resumes: true,
    why: {
      message: 'a broker that was killed and came back did not get what it had missed, once and in order',
      cause: 'a peer’s interest holds while it is away: what the peer last said still counts',
    },
    breaks: ({ link }) => link.cut(),
    async heals({ far, link }) {
      await far.restart();
      link.heal();
    },
  },
  {
    id: 'acknowledgement-lost',
    title: 'when the acknowledgement is lost, the message comes once all the same',
    rules: ['P7-15'],
    why: {
      message: 'with the acknowledgement lost, a message did not come once and in order',
      cause: 'the sender cannot know, so it sends again; the receiver knows by (origin, id), remembered durably, what it has',
    },
    breaks: ({ link }) => link.blackhole('back'),
    heals({ link }) {
      link.cut();
      link.heal();
    },
  },
  {
    id: 'silent-link',
    title: 'a link that goes silent without closing is given up, and does not stand in the way of the next one',
    rules: ['P7-15', 'P7-17'],
    settings: { PING_INTERVAL_MS: '2000' }, // a busy machine may take a second to answer a ping
    why: {
      message: 'with a link that had gone silent, messages did not come over a new one, once and in order',
      cause: 'ping the peer, and give up the link when no pong has come by the next ping; a redial is not refused because of the old link',
    },
    breaks: ({ link }) => link.blackhole('there', 'back'),
    heals: ({ link }) => link.heal(),
  },
  {
    id: 'silent-one-way',
    title: 'a link that is silent in one direction only is given up too',
    rules: ['P7-15', 'P7-17'],
    settings: { PING_INTERVAL_MS: '2000' }, // a busy machine may take a second to answer a ping
    why: 'with a link that was silent in one direction, messages did not come over a new one, once and in order',
    breaks: ({ link }) => link.blackhole('there'),
    heals: ({ link }) => link.heal(),
  },
];

/** Publishes in one burst; resolves when all are answered. */
export async function publishAnswered(publisher: Client, channel: string, bodies: readonly string[]): Promise<void> {
  publisher.send(...bodies.map((body) => `@label=o PUBLISH:${channel}:${body}`));
  for (const _ of bodies)
    await publisher.gets(ok('PUBLISH', channel, { label: 'o' }), {
      message: 'while the link was cut, silent or slow, a publish was not answered',
      cause: 'OK means stored here and queued: it does not wait for peers',
    });
}

async function play(context: Context, scene: Scene, count: number): Promise<void> {
  const { near, far, link } = await startPair(context, scene.settings);
  const { join, random } = context;
  const channel = random.word('news');
  const [alice, bob] = [await join('alice', { broker: near }), await join('bob', { broker: far })];
  bob.send(`@label=s SUBSCRIBE:${channel}`);
  await bob.gets(ok('SUBSCRIBE', channel, { label: 's' }), 'a tagged SUBSCRIBE was not answered');
  await reaches([alice], [bob], channel);
  bob.send(`@label=h HISTORY:${channel}:1`);
  const [, end] = await bob.getsAll(
    [{ text: 'MSG', matches: ({ verb }) => verb === 'MSG' }, ok('HISTORY', channel)],
    'HISTORY was not answered',
  );
  const since = end?.tags?.get('last');
  context.transcript.add('grader', '·', 'breaks the link');
  await scene.breaks({ near, far, link });
  // In two halves: once the first is answered, its broker knows that the link is broken.
  const bodies = numbered(count);
  await publishAnswered(alice, channel, bodies.slice(0, count / 2));
  await publishAnswered(alice, channel, bodies.slice(count / 2));
  context.transcript.add('grader', '·', 'lets it heal');
  await scene.heals({ near, far, link });
  const reader = scene.resumes ? await join('bob', { broker: far, user: bob.user }) : bob;
  if (scene.resumes) {
    reader.send(`@label=r;since=${since} SUBSCRIBE:${channel}`);
    await reader.gets(ok('SUBSCRIBE', channel, { recovered: 1 }), 'a channel could not be resumed after SIGKILL');
  }
  for (const body of bodies)
    await reader.gets(
      { text: `MSG:${channel}:${body}`, matches: (frame) => frame.target === channel && frame.body === body },
      scene.why,
      LINK_FACTOR * reader.patience,
    );
  const after = await join('after', { broker: near });
  await publishAnswered(after, channel, ['after']);
  await reader.gets({ text: `MSG:${channel}:after`, matches: ({ body }) => body === 'after' }, scene.why);
  await reader.getsNothing(scene.why);
}

export interface Outages {
  readonly group: string;
  /** Stands before the ids. */
  readonly prefix?: string;
  /** How many messages wait to cross; an even number. */
  readonly messages: number;
  /** How long one may take, in ms. */
  readonly limit: number;
}

/** A check for each way in which a link can fail. */
export function linkOutages({ group, prefix = '', messages, limit }: Outages): Check[] {
  return SCENES.map((scene) => ({
    id: `${prefix}${scene.id}`,
    group,
    title: scene.title,
    rules: scene.rules,
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    limit,
    run: (context) => play(context, scene, messages),
  }));
}
