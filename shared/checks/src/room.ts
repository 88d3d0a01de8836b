// What checks of typing have in common: clients in a channel, the two notices, and a clock that does not rely on sleeping.

import type { Client } from './client.ts';
import type { Context, JoinOptions } from './context.ts';
import type { Pattern } from './expected.ts';

/** A client that is subscribed to a channel. */
export async function enter({ join }: Context, channel: string, who: string, options?: JoinOptions): Promise<Client> {
  const client = await join(who, options);
  client.send(`SUBSCRIBE:${channel}`);
  await client.settle();
  return client;
}

/** What plain sessions are told when somebody starts. */
export const typing = (channel: string, { user }: Client): string => `USER_TYPING:${channel}:${user}`;

/** What plain sessions are told when somebody has stopped. */
export const stopped = (channel: string, { user }: Client): string => `USER_STOPPED:${channel}:${user}`;

/** A notice as a tagged session may get it: with or without tags, but never with a `seq` (P5-8). */
export function untold(notice: string): Pattern {
  const [verb, target, body] = notice.split(':');
  return {
    text: `${notice}, without seq`,
    matches: (frame) => frame.verb === verb && frame.target === target && frame.body === body && !frame.tags?.has('seq'),
  };
}

/** The expiry of the clock's broker; that of the broker under judgement is ten times as long. */
const TICK_MS = '200';
export const EXPIRY_MS = '2000';
/** Ticks that take longer than `EXPIRY_MS`, however fast the machine is. */
export const TICKS_PAST_EXPIRY = 11;

/**
 * A clock made of the very events that are judged: on a broker of its own, somebody types until it expires, at least 200 ms a tick.
 * A busy machine makes its ticks longer, never shorter; one of more than `EXPIRY_MS` would make a right broker look wrong.
 */
export async function startClock(context: Context): Promise<(ticks: number) => Promise<void>> {
  const broker = await context.start({ TYPING_EXPIRY_MS: TICK_MS });
  const channel = context.random.word('clock');
  const [hand, eye] = [await enter(context, channel, 'hand', { broker }), await enter(context, channel, 'eye', { broker })];
  return async (ticks) => {
    for (let tick = 0; tick < ticks; tick++) {
      hand.send(`USER_TYPING:${channel}`);
      await eye.getsAll([typing(channel, hand), stopped(channel, hand)], 'typing did not end by itself after TYPING_EXPIRY_MS');
    }
  };
}
