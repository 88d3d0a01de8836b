// A message on its way from one broker to another, as a frame of their link.

import { type Frame, isChannel, isName } from '@workshop/protocol';
import { isUser } from './addresses.ts';

/** A message for another broker. */
export interface Parcel {
  /** The channel that it is for, or the user, such as `@bob`. */
  readonly target: string;
  readonly id: string;
  /** A user of the broker that sends it, without an `@broker`: for others it cannot speak (P7-14). */
  readonly from: string;
  /** When it was published, in ms since 1970. */
  readonly time: number;
  readonly body: string;
}

/** A parcel with its number in the outbox: each has a higher one than those before. */
export interface NumberedParcel extends Parcel {
  readonly number: number;
}

/* @number=17;id=c1-9;from=alice;time=1700000000000 MSG:news:Hi */
export function formatParcel({ number, id, from, time, target, body }: NumberedParcel): Frame {
  const tags = new Map([
    ['number', String(number)],
    ['id', id],
    ['from', from],
    ['time', String(time)],
  ]);
  return { verb: 'MSG', target, body, tags };
}

/** What a frame brings; `undefined` when it is no parcel, or speaks for somebody who is no user of its broker. */
export function readParcel({ target = '', body, tags }: Frame): Parcel | undefined {
  const [id, from] = [tags?.get('id'), tags?.get('from')];
  const time = readNumber(tags?.get('time'));
  if (id === undefined || from === undefined || time === undefined || body === undefined) return undefined;
  if (!isName(from) || !(isChannel(target) || isUser(target))) return undefined;
  return { target, id, from, time, body };
}

/** A number of a parcel, or a time; `undefined` when the text is none. */
export function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
