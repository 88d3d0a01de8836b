// What the checks of exercise/receiver.ts need: a receiver on a link that shows everything it does.

import { type Frame, Refusal, type Tags } from '@workshop/protocol';
import { type ArrivedMessage, Receiver } from '#receiver';
import { FakeLink } from './set-up.ts';

export const TIME = 1_700_000_000_000;
export const STORED: Tags = new Map();

/**
 * A receiver that has everything up to number `received`. One task's call of another shows even while the other is not written: its
 * `todo` is kept as a sign of the call.
 */
export function setUp(received = 0) {
  const link = new FakeLink();
  const published: ArrivedMessage[] = [];
  const lines: string[] = [];
  const failures: unknown[] = [];
  let settled = 0;
  const unwritten = new Set<string>();
  const fail = (error: unknown) => {
    if (error instanceof Refusal && error.code === 'TODO') unwritten.add(error.message.split(' ')[0] ?? '');
    else failures.push(error);
  };
  const host = {
    publish: (message: ArrivedMessage) => void published.push(message),
    settle: () => void (settled += 1),
    log: (line: string) => void lines.push(line),
    fail: (_link: unknown, error: unknown) => fail(error),
  };
  const receiver = new Receiver(link, host, received);
  /** @throws {Refusal} `TODO` until 6.11 is written: nothing gets past it */
  const receive = (frame: Frame) => {
    try {
      receiver.receive(frame);
    } catch (error) {
      fail(error);
      if (failures.includes(error)) throw error;
    }
    if (unwritten.has('6.11')) throw new Refusal('TODO', '6.11');
  };
  /** Takes messages of these numbers. @throws {Refusal} `TODO` until 6.12 is written */
  const take = (...numbers: number[]) => {
    for (const number of numbers) receive(messageOf(number));
    if (unwritten.has('6.12')) throw new Refusal('TODO', '6.12');
  };
  return {
    link,
    published,
    lines,
    failures,
    receive,
    take,
    isTaken: () => published.length > 0 || unwritten.has('6.12'),
    isAcknowledged: () => unwritten.has('6.13') || link.said.some((text) => text.startsWith('ACK:')),
    settled: () => settled,
  };
}

export function messageOf(number: number | string | undefined, from = 'zoe'): Frame {
  const tags = new Map([
    ['id', `i${number}`],
    ['from', from],
    ['time', String(TIME)],
  ]);
  if (number !== undefined) tags.set('number', String(number));
  return { verb: 'MSG', target: 'news', body: 'Hi', tags };
}

/** Lets what was queued with `queueMicrotask` run, and nothing later. */
export async function microtasks(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
}
