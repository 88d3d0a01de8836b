// NATS clients and the brokers see the same messages, in the documented subjects: the bridge to everything else that speaks NATS.

import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { NatsServer } from '@workshop/checks/nats-server';
import { expect, onTestFinished, test } from 'vitest';
import { bodies, describeWithNats, LIMIT_MS, SOON, startBroker, startServer, tag } from './set-up.ts';

async function connectClient({ port }: NatsServer): Promise<NatsConnection> {
  const client = await connect({ servers: `127.0.0.1:${port}` });
  onTestFinished(() => client.close());
  return client;
}

describeWithNats('a NATS client', { timeout: LIMIT_MS }, () => {
  test('publishes into a channel: sessions get it, and it is in the history', async () => {
    const server = await startServer();
    const { connect: join } = await startBroker(server);
    const bob = await join('bob', 'SUBSCRIBE:news.sport');
    const nats = await connectClient(server);
    nats.publish('chat.channel.news.sport', 'Hi from NATS');
    await expect.poll(() => bodies(bob, 'news.sport'), SOON).toEqual(['Hi from NATS']);
    expect(tag(bob.frames[0], 'id')).toMatch(/^nats-\d+$/);
    expect(tag(bob.frames[0], 'from')).toBeUndefined();
    bob.take();
    bob.say('HISTORY:news.sport');
    await expect.poll(() => bodies(bob, 'news.sport'), SOON).toEqual(['Hi from NATS']);
  });

  test('hears what sessions publish, when it is stored, with its sequence', async () => {
    const server = await startServer();
    const { connect: join } = await startBroker(server);
    const nats = await connectClient(server);
    const heard: string[] = [];
    nats.subscribe('live.chat.channel.>', {
      callback: (_error, message) => void heard.push(`${message.subject} ${message.headers?.get('From')} ${message.string()}`),
    });
    await nats.flush();
    const alice = await join('alice');
    alice.say('@label=1 PUBLISH:news:Hello!');
    await expect.poll(() => heard, SOON).toEqual(['live.chat.channel.news alice Hello!']);
  });

  test('reads private messages under both users, and sends one', async () => {
    const server = await startServer();
    const { connect: join } = await startBroker(server);
    const [alice, bob] = [await join('alice'), await join('bob')];
    alice.say('@label=1 PUBLISH:@bob:psst');
    await expect.poll(() => bodies(bob, '@alice'), SOON).toEqual(['psst']);
    const nats = await connectClient(server);
    const stored = await (await jetstreamManager(nats)).streams.getMessage('chat', { last_by_subj: 'chat.private.alice.bob' });
    expect(stored?.string()).toBe('psst');
    await jetstream(nats).publish('chat.private.alice.bob', 'from a bot');
    await expect.poll(() => bodies(bob, '@alice'), SOON).toEqual(['psst', 'from a bot']);
    await expect.poll(() => bodies(alice, '@bob'), SOON).toEqual(['from a bot']);
  });
});
