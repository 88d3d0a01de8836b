// Other people's solutions of task 1.3.

import type { Solution } from '../solution.ts';

export const solutions: readonly Solution[] = [
  {
    task: '1.3',
    name: 'goes through them by forEach',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
    this.#subscribers.get(channel)?.forEach((session) => session.send(packet));`,
  },
  {
    task: '1.3',
    name: 'copies them into an array, and goes backwards',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
    const sessions = [...this.readers(channel)];
    while (sessions.length > 0) sessions.pop()?.send(packet);`,
  },
  {
    task: '1.3',
    name: 'awaits in the loop',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
    for (const session of this.readers(channel)) await session.send(packet);`,
    also: [['fanOut(channel: string, body: string): void', 'async fanOut(channel: string, body: string): Promise<void>']],
    message: 'when fanOut returned, not every subscriber had the message',
  },
  {
    task: '1.3',
    name: 'awaits before the first one',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
    for (const session of this.readers(channel)) {
      await Promise.resolve();
      session.send(packet);
    }`,
    also: [['fanOut(channel: string, body: string): void', 'async fanOut(channel: string, body: string): Promise<void>']],
    message: 'when fanOut returned, not every subscriber had the message',
  },
  {
    task: '1.3',
    name: 'serves the first one only',
    body: `
    const [session] = this.readers(channel);
    session?.send({ frame: { verb: 'MSG', target: channel, body } });`,
    message: 'not every subscriber of the channel got the message',
  },
  {
    task: '1.3',
    name: 'makes a packet and sends it to nobody',
    body: `const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };`,
    message: 'the subscriber of the channel got nothing',
  },
  {
    task: '1.3',
    name: 'makes a packet for each',
    body: `for (const session of this.readers(channel)) session.send({ frame: { verb: 'MSG', target: channel, body } });`,
    message: 'each subscriber got a packet of its own',
  },
  {
    task: '1.3',
    name: 'sends the verb of the command',
    body: `
    const packet: Packet = { frame: { verb: 'PUBLISH', target: channel, body } };
    for (const session of this.readers(channel)) session.send(packet);`,
    message: 'the subscriber got a frame other than MSG:<channel>:<body>',
  },
  {
    task: '1.3',
    name: 'adds a tag',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body, tags: new Map([['time', String(Date.now())]]) } };
    for (const session of this.readers(channel)) session.send(packet);`,
    message: 'the message came with tags',
  },
  {
    task: '1.3',
    name: 'sends a frame that is in no packet',
    body: `for (const session of this.readers(channel)) session.send({ verb: 'MSG', target: channel, body } as never);`,
    message: 'what session.send was given is not a packet',
  },
  {
    task: '1.3',
    name: 'sends to the readers of all channels',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
    for (const sessions of this.#subscribers.values()) for (const session of sessions) session.send(packet);`,
    message: 'a session that subscribed to another channel got the message',
  },
  {
    task: '1.3',
    name: 'sends no empty body',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body: body || undefined } };
    for (const session of this.readers(channel)) session.send(packet);`,
    message: 'a body did not arrive as it was published',
  },
];
