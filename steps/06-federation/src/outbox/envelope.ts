// A message on its way from one broker to another, as a frame on their link.

import { isAddress, isUser, readAddress } from '#addresses';
import { readNumber } from '#link';
import type { Message } from '02-persistence';
import { type Frame, isChannel, isName } from '@workshop/protocol';

/** How far another broker's clock may be ahead of this one's, in ms. */
const MAX_AHEAD_MS = 60_000;

// #region envelope
/** A message for another broker. */
export interface Envelope {
  /** The channel that it is for, or the user, such as `@bob`. */
  readonly target: string;
  readonly id: string;
  /** A user of the broker that sends it, without an `@broker`: a broker speaks for its own users only (P7-14). */
  readonly from: string;
  /** When it was published, in ms since 1970. */
  readonly time: number;
  readonly body: string;
}

/** An envelope with its number in the outbox, which is higher than all numbers before it. */
export interface NumberedEnvelope extends Envelope {
  readonly number: number;
}
// #endregion envelope

/** Puts a stored message into an envelope. */
export function envelopeOf({ channel, from = '', time = 0, receipt, body }: Message): Envelope {
  const target = isAddress(channel) ? readAddress(channel).target : channel;
  return { target, id: receipt?.get('id') ?? '', from, time, body };
}

/* @number=17;id=c1-9;from=alice;time=1700000000000 MSG:news:Hi */
export function formatEnvelope({ number, id, from, time, target, body }: NumberedEnvelope): Frame {
  const tags = new Map([
    ['number', String(number)],
    ['id', id],
    ['from', from],
    ['time', String(time)],
  ]);
  return { verb: 'MSG', target, body, tags };
}

/** The envelope in a frame; `undefined` if there is none, or if it speaks for somebody who can't be a user of its broker. */
export function readEnvelope({ target = '', body, tags }: Frame): Envelope | undefined {
  const [id, from] = [tags?.get('id'), tags?.get('from')];
  const time = readNumber(tags?.get('time'));
  if (id === undefined || from === undefined || time === undefined || body === undefined) return undefined;
  if (!isName(from) || !(isChannel(target) || isUser(target))) return undefined;
  // A message from the future would not get old enough to be removed, and would hold up the removal of everything stored after it.
  const now = Date.now();
  return { target, id, from, time: time > now + MAX_AHEAD_MS ? now : time, body };
}
