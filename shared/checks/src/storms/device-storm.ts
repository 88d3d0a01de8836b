// Devices that are cut off while private messages flow, and come back with the last seq that each of them has seen.

import type { Frame } from '@workshop/protocol';
import { parseFrame } from '../frames.ts';
import { wrong } from '../check.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import type { Pattern } from '../expected.ts';
import { devicesOf, talkTagged } from '../people.ts';

export interface DeviceStorm {
  readonly rounds: number;
  /** Published in each third of a round: before a device is cut off, while it is away, and while it comes back. */
  readonly messages: number;
}

/** Messages that are published in one write. The next ones are sent when somebody has been seen to have these. */
const STEP = 10;

const WHY = {
  message: 'a device did not get every message once after it, or another one, was cut off in mid-flow',
  cause:
    'a connection that ends while the broker writes to it concerns its own session alone; the device comes back with the last seq that it saw',
};

/** A device, and what it has seen over all of its connections. */
interface Device {
  client: Client;
  cursor: number;
  readonly seen: number[];
}

function keep(device: Device, { verb, body = '', tags }: Frame): void {
  if (tags?.get('recovered') === '0') throw wrong(WHY.message, 'recovered=1', 'recovered=0', WHY.cause);
  if (verb !== 'MSG') return;
  device.seen.push(Number.parseInt(body));
  device.cursor = Math.max(device.cursor, Number(tags?.get('seq')));
}

function privateFrames(bob: string, alice: string): Pattern {
  const targets = [`@${bob}`, `@${alice}`, 'AUTH', 'SUBSCRIBE'];
  return {
    text: `MSG:@${alice}:<body>`,
    matches: ({ verb, target = '' }) => (verb === 'MSG' || verb === 'OK') && targets.includes(target),
  };
}

/**
 * Bob has three devices, one of which is cut off in each round. Alice has two: one sends, and the other sees what was sent.
 * @throws {Failure}
 */
export async function deviceStorm(context: Context, { rounds, messages }: DeviceStorm): Promise<void> {
  const { random, token } = context;
  const [sends, copy] = await devicesOf(context, 'alice', ['laptop', 'phone']);
  const bobs = await devicesOf(context, 'bob', ['laptop', 'phone', 'tablet']);
  const bob = bobs[0].user;
  for (const client of [copy, ...bobs]) await talkTagged(client);
  const expected = privateFrames(bob, sends.user);
  const [watcher, ...devices] = [copy, ...bobs].map((client): Device => ({ client, cursor: 0, seen: [] }));
  if (!watcher) throw new Error('alice has a phone');
  const filler = random.text(2000);
  let sent = 0;
  const publish = (count: number) => {
    sends.send(...Array.from({ length: count }, (_, n) => `PUBLISH:@${bob}:${sent + n}:${filler}`));
    sent += count;
  };

  for (let round = 0; round < rounds; round++) {
    const lost = devices[random.below(devices.length)] ?? watcher;
    publish(messages);
    for (let left = 1 + random.below(messages); left > 0; left--) keep(lost, await lost.client.gets(expected, WHY));
    await lost.client.leave(random.pick(['reset', 'end', 'close']));
    for (const text of lost.client.take()) keep(lost, parseFrame(text));

    // Step by step, so that the broker learns in the middle of it that the device is gone.
    for (let done = 0; done < messages; done += STEP) {
      publish(Math.min(STEP, messages - done));
      while (watcher.seen.length < sent) keep(watcher, await watcher.client.gets(expected, WHY));
    }

    lost.client = await context.connect(`${lost.client.who.replace(/ again$/, '')} again`);
    lost.client.send(`AUTH:${token(bob)}`, `@since=${lost.cursor} SUBSCRIBE:@${bob}`);
    publish(messages);
    await sends.settle();
    for (const device of [watcher, ...devices]) for (const text of await device.client.settle()) keep(device, parseFrame(text));
  }

  for (const device of [watcher, ...devices]) {
    while (device.seen.length < sent) keep(device, await device.client.gets(expected, WHY));
    await device.client.getsNothing(WHY);
    const seen = new Set(device.seen);
    if (seen.size !== sent || device.seen.length !== sent)
      throw wrong(WHY.message, `${sent} messages, each once`, `${device.seen.length}, of which ${seen.size} differ`, WHY.cause);
  }
}
