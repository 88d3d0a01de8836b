// The broker of stage 07: the features of stages 01 to 06, with NATS as store and network. A broker itself has nothing but its sessions.

import { createBroker as createFirst, type CoreOptions, type Session } from '01-basic-pubsub';
import { Subscriptions, type Turn } from '02-persistence';
import { authentication, type UserSession, type Verify } from '03-auth';
import { typing } from '04-typing';
import { Devices, privateCommands } from '05-private';
import { topics } from '06-federation';
import { addressing } from '#addressing';
import { arrivals } from '#arrivals';
import { Connection, type ConnectionOptions } from '#connection';
import { history } from '#history';
import { networkTyping } from '#network-typing';
import { Outgoing } from '#outgoing';
import { Presence } from '#presence';
import { publishing } from '#publish';
import { Reader } from '#reader';
import { resuming } from '#resume';
import type { StreamOptions } from '#stream';
import { following } from './live/following.ts';
import { live } from './live/live.ts';
import { opening } from './log/opening.ts';
import { keepOrder, OrderedDialogue } from './log/order.ts';

export interface Options extends CoreOptions, StreamOptions, ConnectionOptions {
  readonly verify: Verify;
  /** How long a session may take to log in, in ms. */
  readonly authTimeout: number;
  /** After how long a typist who says nothing more has stopped, in ms. */
  readonly typingExpiry: number;
  /** How often the broker tells the others that it is up, in ms. */
  readonly presenceInterval: number;
}

export function createBroker({ verify, authTimeout, typingExpiry, presenceInterval, ...options }: Options) {
  const { name } = options;
  const { broker, channels } = createFirst(options);
  // A turn has nothing to settle here: its publishes are on their way to NATS, and `log/order.ts` keeps commands in order.
  const turn: Pick<Turn, 'steps' | 'settle'> = { steps: { check: [], stamp: [], store: [], announce: [], deliver: [] }, settle() {} };
  const dialogue = new OrderedDialogue(broker, turn);
  const subscriptions = new Subscriptions(broker, channels);

  const connection = new Connection(options);
  const reader = new Reader(connection, options.retain);
  const { feed, interest, onMessage, onTyping, close } = live({ broker, connection, reader }, name);
  const store = opening({ broker, connection, feed }, options);
  const presence = new Presence(connection, name, presenceInterval);
  const reach = (address: string) => presence.reach(address);
  const publishers = new Map<string, Session>();
  const parts = { broker, channels, turn, dialogue, subscriptions, connection, reader, feed, interest, store, presence, reach, publishers };

  const log = {
    outgoing: new Outgoing(connection, options.log),
    resume: resuming(parts, name),
    history: history(parts, name),
  };
  const publish = publishing({ ...parts, ...log }, name);
  const { followInbox, guardCommands } = following(parts, name);
  const auth = authentication(parts, followInbox(verify), authTimeout);
  const typists = typing({ ...parts, auth }, typingExpiry);
  const devices = new Devices({ bounds: (inbox) => ({ floor: 0, newest: interest.newestOf(inbox) }) });
  const features = { ...parts, ...log, publish, auth, typists, devices };

  auth.onLogin.push((session) => devices.join(session));
  broker.onDisconnect.push((session: UserSession) => devices.leave(session));
  typists.audience.push((channel) => devices.of(channel));
  privateCommands(features);
  topics(features);
  addressing(features, name);
  onMessage.push(arrivals(features, name));
  onTyping.push(networkTyping(features, name));
  guardCommands(auth);
  keepOrder(broker);

  broker.onClose.push(() => {
    presence.close();
    close();
    void connection.close();
  });
  return features;
}
