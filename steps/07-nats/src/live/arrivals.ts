// What happens to a message that comes live. Whoever published it, and wherever, it is stored by now: so it is announced and delivered.

import type { Broker, Channels, Session } from '01-basic-pubsub';
import { type Message, type Reader as LiveReader, TaggedPacket, tagsOf, type Turn } from '02-persistence';
import type { Device, Devices } from '05-private';
import { isAddress, readAddress } from '06-federation';
import type { Interest } from '#interest';
import { type NatsRecord, storedAt } from '#record';
import { placeOf } from '#subjects';

/** A message that came live. */
export interface Arrival extends Message {
  readonly record?: NatsRecord;
}

interface Parts {
  readonly interest: Interest;
  readonly publishers: Publishers;
  readonly broker: Broker;
  readonly channels: Channels;
  readonly turn: Pick<Turn, 'steps'>;
  readonly devices: Devices;
}

/** The sessions whose publishes are on their way, by message id: they need no copy of a private message. */
export type Publishers = Map<string, Session>;

export function arrivals({ broker, channels, turn, devices, interest, publishers }: Parts, own: string): (record: NatsRecord) => void {
  /** Delivers to the subscribers whose live stream began before this message (P3-18). */
  function deliverToChannel(packet: TaggedPacket, channel: string, seq: number): void {
    for (const session of channels.readers(channel) as ReadonlySet<LiveReader>)
      if (seq > (session.starts?.get(channel) ?? 0)) packet.sendTo(session);
  }

  /** Delivers to the devices of both users, except for the session that published it (P6-1, P6-2). */
  function deliverToUsers(record: NatsRecord, users: readonly string[], publisher: Session | undefined): void {
    for (const inbox of new Set(users.map((user) => `@${user}`))) {
      const sessions: ReadonlySet<Device> = devices.of(inbox);
      if (sessions.size === 0) continue;
      const stored = storedAt(record, inbox, own);
      const packet = new TaggedPacket({ verb: 'MSG', target: stored.target, body: stored.body, tags: tagsOf(stored) });
      for (const session of sessions) if (session !== publisher && record.seq > (session.inboxStart ?? 0)) packet.sendTo(session);
    }
  }

  turn.steps.deliver.push(({ record, channel, body, tags, session }: Arrival) => {
    const users = record && placeOf(record.subject)?.users;
    if (users) deliverToUsers(record, users, session);
    else if (record) deliverToChannel(new TaggedPacket({ verb: 'MSG', target: channel, body, tags }), channel, record.seq);
  });

  return (record) => {
    const place = placeOf(record.subject);
    if (!place) return;
    for (const key of place.users?.map((user) => `@${user}`) ?? [place.channel ?? '']) interest.note(key, record.seq);
    const session = record.msgId === undefined ? undefined : publishers.get(record.msgId);
    const stored = storedAt(record, place.channel ?? `@${place.users?.[0]}`, own);
    const channel = place.channel ?? recipientAt(record, own);
    const { id, time, body, from } = stored;
    const message: Arrival = { channel, body, id, time, from, tags: tagsOf(stored), session, record };
    broker.guard(() => {
      for (const step of [...turn.steps.announce, ...turn.steps.deliver]) step(message);
    });
  };
}

/** Who a private message is for, under the name by which this broker's typists know the conversation. */
function recipientAt({ to = '', broker }: NatsRecord, own: string): string {
  return isAddress(to) && broker !== own ? readAddress(to).target : to;
}
