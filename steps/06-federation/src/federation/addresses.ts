// Addresses, which name a broker: `news@broker2` is a channel on broker2, `@bob@broker2` a user there.

import { isUser } from '05-private';
import { isChannel, isName, quote, Refusal } from '@workshop/protocol';

export { isUser } from '05-private';

export interface Address {
  /** A channel, or a user, such as `@bob`. */
  readonly target: string;
  readonly broker: string;
}

/** Whether a target names a broker. */
export const isAddress = (text: string): boolean => text.includes('@', 1);

/**
 * The parts of a target that names a broker.
 * @throws {Refusal} `BAD_CHANNEL` if one of them breaks the grammar
 */
export function readAddress(text: string): Address {
  const at = text.indexOf('@', 1);
  const [target, broker] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && isName(broker) && (isChannel(target) || isUser(target))) return { target, broker };
  throw new Refusal('BAD_CHANNEL', `${quote(text)} is no address: write news@broker2 for a channel, @bob@broker2 for a user`);
}
