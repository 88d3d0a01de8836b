// Commands to one broker of the network: PUBLISH:news@broker2:Hi, PUBLISH:@bob@broker2:Hi, and the HISTORY and typing that go with them.

import { isAddress, isUser, readAddress } from '#addresses';
import type { NetworkMessage } from '#forwarding';
import type { Peer, Peers } from '#peers';
import { type Broker, type Command, countOf, type History, makeId, type Message, NO_TAGS, type Publish, type Turn } from '02-persistence';
import { type Auth, userOf, type UserSession } from '03-auth';
import type { Typists } from '04-typing';
import { inboxOf, overload } from '05-private';
import { type Frame, Refusal, requireBody, requireNoBody, requireTarget, type Tags } from '@workshop/protocol';

interface Parts {
  readonly broker: Broker;
  readonly turn: Turn;
  readonly publish: Publish;
  readonly history: History;
  readonly auth: Auth;
  readonly typists: Typists;
}

/** @param own this broker's name: an address that names it means the target here */
export function addressing({ broker, turn, publish, history, auth, typists }: Parts, peers: Peers, own: string): void {
  /** @throws {Refusal} `UNREACHABLE` for a broker that was never linked (P7-12) */
  function requirePeer(name: string): Peer {
    const peer = peers.find(name);
    if (peer) return peer;
    throw new Refusal('UNREACHABLE', `${own} was never linked with a broker ${name}: see its PEERS`);
  }

  function forAddresses(verb: string, command: Command<UserSession>): void {
    overload(broker, verb, isAddress, command);
  }

  /** Runs before a message to another broker is accepted, and after its publisher's rights have been checked (P1-16). */
  function checkReach({ channel }: Message): void {
    if (isAddress(channel) && requirePeer(readAddress(channel).broker).outbox.isFull)
      throw new Refusal('UNREACHABLE', `too much is already waiting for ${channel}: try again later`); // P7-16
  }

  /** A message for another broker's channel is stored there. Here it only waits in the outbox: it has an id, but no seq (P7-10). */
  function keep(message: Message): void {
    if (!isAddress(message.channel)) return;
    const { target, broker: name } = readAddress(message.channel);
    if (isUser(target)) return; // it is kept in its publisher's inbox
    const { from = '', id = makeId() } = message;
    message.duplicate = requirePeer(name).outbox.has({ target, from, id });
    message.receipt = new Map([['id', id], ...(message.duplicate ? ([['dup', '1']] as const) : [])]);
  }

  /** Answers with the conversation between the two users, from the session's own inbox. */
  function converse(session: UserSession, frame: Frame): Promise<Tags> {
    const count = countOf(frame);
    const address = requireTarget(frame);
    const { target, broker: name } = requireUserAt(address);
    if (name !== own) requirePeer(name);
    return history.answer(session, frame, { key: inboxOf(session), count, target: name === own ? target : address });
  }

  /** USER_TYPING or USER_STOPPED with an address: for this broker, the command without one runs; for another broker, `done` does. */
  function type(verb: string, done: (session: UserSession, address: string, target: string) => void): void {
    const here = broker.commands.get(verb);
    forAddresses(verb, (session, frame) => {
      requireNoBody(frame);
      const address = requireTarget(frame);
      const { target, broker: name } = readAddress(address);
      if (name === own) return here?.(session, { ...frame, target });
      if (!isUser(target) && !typists.hears(session, target))
        throw new Refusal('FORBIDDEN', `to type in ${address}, SUBSCRIBE to ${target} here first`); // P5-2
      auth.authorize(session, 'publish', address);
      requirePeer(name);
      done(session, address, target);
      return NO_TAGS;
    });
  }

  turn.steps.check.push(checkReach);
  turn.steps.store.push(keep);

  /* PUBLISH:<channel or user>@<broker>:<body> */
  forAddresses('PUBLISH', (session, frame) => {
    const body = requireBody(frame);
    const address = requireTarget(frame);
    const { target, broker: name } = readAddress(address);
    const local: NetworkMessage = { channel: target, body, staysHere: true };
    publish(session, frame, name === own ? local : { channel: address, body });
  });

  /* HISTORY:<user>@<broker>[:<count>] */
  forAddresses('HISTORY', converse);

  /* USER_TYPING:<channel or user>@<broker> */
  type('USER_TYPING', (session, address, target) => typists.start(session, userOf(session), address, target));

  /* USER_STOPPED:<channel or user>@<broker> */
  type('USER_STOPPED', (session, address) => typists.stop(userOf(session), address));
}

/**
 * The parts of a user's address.
 * @throws {Refusal} `BAD_CHANNEL` if it is a channel's: only the channel's own broker has its history (P7-13)
 */
function requireUserAt(address: string) {
  const parts = readAddress(address);
  if (isUser(parts.target)) return parts;
  throw new Refusal(
    'BAD_CHANNEL',
    `the history of ${address} is on ${parts.broker}: here you can ask for a conversation, as in HISTORY:@bob@${parts.broker}`,
  );
}
