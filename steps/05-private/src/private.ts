// Stage 05: private messages. They go to users, not to sockets: to each of a user's sessions, and to an inbox for later.

import { type Device, Devices } from '#devices';
import { Inboxes, type PrivateMessage } from '#inboxes';
import { overload } from '#overload';
import { inboxOf, requireUser, userAlone } from '#users';
import type { Broker, Command } from '01-basic-pubsub';
import { countOf, type History, type Journal, type MessageStore, NO_TAGS, type Publish, type Resume, type Turn } from '02-persistence';
import { type Auth, userOf } from '03-auth';
import type { Typists } from '04-typing';
import { Refusal, requireBody, requireTarget } from '@workshop/protocol';

interface CommandParts {
  readonly broker: Broker;
  readonly publish: Publish;
  readonly resume: Pick<Resume, 'subscribe'>;
  readonly history: Pick<History, 'answer'>;
  readonly auth: Auth;
  readonly typists: Typists;
}

interface Parts extends CommandParts {
  readonly turn: Turn;
  readonly store: MessageStore;
  readonly journal: Journal;
}

/** Adds private messages to a broker. @returns which sessions each user has */
export function privateMessages(parts: Parts): Devices {
  const { broker, turn, store, journal, auth, typists } = parts;
  const devices = new Devices(store);
  const inboxes = new Inboxes(store, journal);

  // #region lists
  auth.onLogin.push((session) => devices.join(session));
  broker.onDisconnect.push((session) => devices.leave(session));
  turn.steps.store.push((message) => inboxes.store(message));
  turn.steps.deliver.push(({ copies, session }: PrivateMessage) => copies && devices.deliver(copies, session));
  typists.audience.push((channel) => devices.of(channel));
  // #endregion lists
  privateCommands(parts);
  return devices;
}

/** The verbs of the earlier stages, where the target is a user instead of a channel. */
export function privateCommands({ broker, publish, resume, history, auth, typists }: CommandParts): void {
  const forUsers = (verb: string, command: Command<Device>) => overload(broker, verb, (target) => target.startsWith('@'), command);

  /* PUBLISH:@<user>:<body> */
  forUsers('PUBLISH', (session, frame) => {
    const target = requireTarget(frame);
    const body = requireBody(frame);
    return publish(session, frame, { channel: requireUser(target), body });
  });

  /* SUBSCRIBE:@<user> resumes the session's own inbox, which has been live since AUTH, and no other inbox (P6-4, P6-5) */
  forUsers('SUBSCRIBE', (session, frame) => {
    const inbox = userAlone(frame);
    // #region resume
    if (inbox !== inboxOf(session)) throw new Refusal('FORBIDDEN', `${inbox} is not your inbox: yours is ${inboxOf(session)}`);
    return resume.subscribe(session, frame, { key: inbox, start: session.inboxStart, goLive() {} });
    // #endregion resume
  });

  /* UNSUBSCRIBE:@<user> */
  forUsers('UNSUBSCRIBE', (_session, frame) => {
    throw new Refusal('FORBIDDEN', `${userAlone(frame)} is an inbox, and nobody unsubscribes from one`);
  });

  /* HISTORY:@<user>[:<count>] shows the conversation with that user, from the session's own inbox (P6-6). No other inbox is ever read. */
  forUsers('HISTORY', (session, frame) => {
    const target = requireTarget(frame);
    const count = countOf(frame);
    const user = requireUser(target);
    // #region conversation
    return history.answer(session, frame, { key: inboxOf(session), count, target: user });
    // #endregion conversation
  });

  /* USER_TYPING:@<user> from Alice: Bob sees it where he sees her messages, in the conversation @alice (P6-11) */
  forUsers('USER_TYPING', (session, frame) => {
    const user = userAlone(frame);
    // #region typing
    auth.authorize(session, 'publish', user);
    typists.start(session, userOf(session), user, inboxOf(session));
    return NO_TAGS;
    // #endregion typing
  });

  /* USER_STOPPED:@<user> */
  forUsers('USER_STOPPED', (session, frame) => {
    typists.stop(userOf(session), userAlone(frame));
    return NO_TAGS;
  });
}
