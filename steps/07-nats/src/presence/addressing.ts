// Commands to one broker: PUBLISH:news@broker2:Hi for its subscribers. Users belong to the network, so @bob@broker2 is @bob.

import type { Broker, Command } from '01-basic-pubsub';
import { countOf, type History, NO_TAGS, type Publish } from '02-persistence';
import { type Auth, userOf, type UserSession } from '03-auth';
import type { Typists } from '04-typing';
import { inboxOf, isUser, overload } from '05-private';
import { isAddress, readAddress } from '06-federation';
import { Refusal, requireBody, requireNoBody, requireTarget } from '@workshop/protocol';
import type { LocalMessage } from '#publish';

interface Parts {
  readonly broker: Broker;
  readonly publish: Publish;
  readonly history: Pick<History, 'answer'>;
  readonly auth: Auth;
  readonly typists: Typists;
  /** Rejects if the addressed broker is not known. */
  readonly reach: (address: string) => Promise<void>;
}

export function addressing({ broker, publish, history, auth, typists, reach }: Parts, own: string): void {
  function forAddresses(verb: string, command: Command<UserSession>): void {
    overload(broker, verb, isAddress, command);
  }

  /** USER_TYPING or USER_STOPPED with an address. For this broker it is the command without one; for another broker, `done` is called. */
  function type(verb: string, done: (session: UserSession, address: string, target: string) => void): void {
    const here = broker.commands.get(verb);
    forAddresses(verb, async (session, frame) => {
      requireNoBody(frame);
      const address = requireTarget(frame);
      const { target, broker: name } = readAddress(address);
      if (name === own) return here?.(session, { ...frame, target });
      if (!isUser(target) && !typists.hears(session, target))
        throw new Refusal('FORBIDDEN', `to type in ${address}, SUBSCRIBE to ${target} here first`); // P5-2
      auth.authorize(session, 'publish', address);
      await reach(address);
      done(session, address, target);
      return NO_TAGS;
    });
  }

  /* PUBLISH:<channel or user>@<broker>:<body> */
  forAddresses('PUBLISH', (session, frame) => {
    const body = requireBody(frame);
    const address = requireTarget(frame);
    const { target, broker: name } = readAddress(address);
    const local: Pick<LocalMessage, 'channel' | 'body' | 'staysHere'> = { channel: target, body, staysHere: !isUser(target) };
    return publish(session, frame, name === own ? local : { channel: address, body });
  });

  /* HISTORY:<user>@<broker>[:<count>] */
  forAddresses('HISTORY', async (session, frame) => {
    const count = countOf(frame);
    const address = requireTarget(frame);
    if (!isUser(readAddress(address).target))
      throw new Refusal('BAD_CHANNEL', `${address} has no history of its own: ask for a conversation, as in HISTORY:@bob`);
    await reach(address);
    return history.answer(session, frame, { key: inboxOf(session), count, target: address });
  });

  /* USER_TYPING:<channel or user>@<broker> */
  type('USER_TYPING', (session, address, target) => typists.start(session, userOf(session), address, target));

  /* USER_STOPPED:<channel or user>@<broker> */
  type('USER_STOPPED', (session, address) => typists.stop(userOf(session), address));
}
