// A broker's tables as a page shows them, read from its parts.

import type { Broker, Session, Subscriber } from '01-basic-pubsub';
import type { UserSession } from '03-auth';
import type { TypingSession } from '04-typing';
import type { createBroker } from '06-federation';
import type { PeerRow, SessionRow, Snapshot } from '../messages.ts';
import type { Stores } from './stores.ts';

/** What `createBroker` of a stage returned: every stage has a broker, and stage 06 has peers. */
export interface Parts {
  readonly broker: Broker;
  readonly peers?: ReturnType<typeof createBroker>['peers'];
}

/** A session is an `Output`, which keeps its WebSocket to itself. */
type ShownSession = Session &
  Subscriber &
  UserSession &
  TypingSession & {
    readonly websocket?: { readonly connection: number };
  };

export function snapshotOf({ broker, peers }: Parts, stores: Stores | undefined, file: string): Snapshot {
  const sessions = Array.from(broker.sessions, (session: ShownSession): SessionRow => ({
    connection: session.websocket?.connection ?? 0,
    user: session.user,
    channels: [...(session.channels ?? [])],
    typing: [...(session.typing ?? [])],
  }));
  const channels: Record<string, number[]> = {};
  for (const { connection, channels: names } of sessions) for (const name of names) (channels[name] ??= []).push(connection);
  const rows = peers?.all.map(({ name, sender, interest, outbox }): PeerRow => ({
    name,
    isLinked: sender !== undefined,
    interest: [...interest],
    waiting: outbox.waiting,
  }));
  return { sessions, channels, log: stores?.rows(file) ?? [], peers: rows ?? [] };
}
