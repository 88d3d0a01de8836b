// A message as the stream keeps it. The payload is the body, so that every NATS client can read it. Headers have what a broker knows about
// it.

import type { StoredMessage } from '02-persistence';
import { isAddress } from '06-federation';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { placeOf } from '#subjects';

export interface NatsRecord {
  readonly subject: string;
  /** Its place in the stream. All channels share the stream, so within a channel this rises by more than one. */
  readonly seq: number;
  readonly id: string;
  /** Its `Nats-Msg-Id`. */
  readonly msgId?: string | undefined;
  /** The user; absent when a NATS client published it. */
  readonly from?: string | undefined;
  /** The broker on which it was published. */
  readonly broker?: string | undefined;
  /** Whom it is for, as its publisher wrote it. */
  readonly to?: string | undefined;
  /** Ms since 1970. */
  readonly time: number;
  readonly body: string;
}

/** What the headers say about a message. */
export function headersOf({ id, from, broker, to, time }: Omit<NatsRecord, 'subject' | 'seq' | 'body'>): MsgHdrs {
  const known = headers();
  for (const [name, value] of Object.entries({ Id: id, From: from, Broker: broker, To: to, Time: String(time) }))
    if (value !== undefined) known.set(name, value);
  return known;
}

interface Received {
  readonly headers?: MsgHdrs | undefined;
  readonly data: Uint8Array;
}

const decoder = new TextDecoder();

/** The record of a message from NATS, whoever published it. @param stored when the stream stored it, in ms since 1970 */
export function recordOf({ headers: known, data }: Received, subject: string, seq: number, stored: number): NatsRecord {
  const of = (name: string) => known?.get(name) || undefined;
  return {
    subject,
    seq,
    id: of('Id') ?? `nats-${seq}`,
    msgId: of('Nats-Msg-Id'),
    from: of('From'),
    broker: of('Broker'),
    to: of('To'),
    time: Number(of('Time') ?? stored),
    body: decoder.decode(data),
  };
}

/**
 * Who sent it, as seen from a broker: `alice` on the one that she used, `alice@broker1` on the others (P7-14). In a message to a user
 * without an address she is `alice` everywhere, because users belong to the whole network.
 */
function senderAt({ from, broker, to = '' }: NatsRecord, own: string): string | undefined {
  const isBare = broker === undefined || broker === own || (to.startsWith('@') && !isAddress(to));
  return from === undefined || isBare ? from : `${from}@${broker}`;
}

/** A message in one of a broker's logs: in a channel, or in an inbox, where it stands under the name of the other user. */
export function storedAt(record: NatsRecord, key: string, own: string): StoredMessage {
  const { seq, id, time, body } = record;
  const from = senderAt(record, own);
  return { seq, id, time, body, from, target: key.startsWith('@') ? otherParty(record, key, own) : undefined };
}

function otherParty(record: NatsRecord, inbox: string, own: string): string {
  const { from, to, subject } = record;
  if (`@${from}` === inbox) return to ?? inbox;
  if (from !== undefined) return `@${senderAt(record, own)}`;
  return `@${placeOf(subject)?.users?.find((user) => `@${user}` !== inbox) ?? inbox.slice(1)}`; // from a NATS client
}
