// Typists without a broker's commands, and who hears of them.

import { FakeClient } from '01-basic-pubsub/test';
import { Broker } from '01-basic-pubsub';
import { type Listener, Typists, type TypingSession } from '#typists';

/** The time of a typist here, in ms: not the usual one, which nobody may count on. */
export const EXPIRY = 4000;

export interface Client extends FakeClient, Listener, TypingSession {
  readonly user?: string;
  tagged?: boolean;
}

export function setUp() {
  const reported: unknown[] = [];
  const broker = new Broker({ report: (error) => void reported.push(error) });
  const typists = new Typists(broker, EXPIRY);
  /** Who hears of typing, by channel. */
  const members = new Map<string, Set<Client>>();
  typists.audience.push((channel) => members.get(channel) ?? new Set());
  /** A session of a user who hears of typing in some channels. */
  const join = (user: string, ...channels: string[]): Client => {
    const session = Object.assign(new FakeClient(broker), { user });
    for (const channel of channels) members.set(channel, (members.get(channel) ?? new Set<Client>()).add(session));
    return session;
  };
  const unsubscribe = (session: Client, channel: string) => members.get(channel)?.delete(session);
  /** Begins typing in a channel that is shown under its own name. */
  const begin = (session: Client, channel: string) => typists.begin(session, session.user ?? '', channel, channel);
  return { typists, reported, join, unsubscribe, begin };
}
