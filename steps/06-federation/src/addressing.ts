// Commands to one broker of the network: PUBLISH:news@broker2:Hi, PUBLISH:@bob@broker2:Hi, and what goes with such a conversation.

import type { NetworkMessage } from '#forwarder';
import type { Peer, Peers } from '#peers';
import type { Command, Feature } from '01-basic-pubsub';
import { countOf, Journal, makeId, type MessageStore, type Publication, typistsOf, userOf, type UserSession } from '05-private';
import { type Frame, Refusal, requireBody, requireNoBody } from '@workshop/protocol';
import { isAddress, isUser, readAddress } from './addresses.ts';

export interface AddressingOptions {
  /** This broker's name. */
  readonly name: string;
  readonly peers: Peers;
  readonly store: MessageStore;
  /** How many messages of each inbox are kept. */
  readonly retain: number;
}

/** A command, and the target of its frame, which names a broker. */
type AddressCommand = (session: UserSession, frame: Frame, address: string) => ReturnType<Command>;

export function addressing({ name: own, peers, store, retain }: AddressingOptions): Feature<UserSession, NetworkMessage> {
  return (broker) => {
    const journal = new Journal(broker, store, retain);
    const typists = typistsOf(broker);

    /** @throws {Refusal} `UNREACHABLE` for a broker that was never linked (P7-12) */
    function requirePeer(name: string): Peer {
      const peer = peers.find(name);
      if (peer) return peer;
      throw new Refusal('UNREACHABLE', `${own} was never linked with a broker ${name}: see its PEERS`);
    }

    /* PUBLISH:<channel or user>@<broker>:<body> */
    function publish(session: UserSession, frame: Frame, address: string): 'answered' {
      const body = requireBody(frame);
      const { target, broker: name } = readAddress(address);
      const local: NetworkMessage = { channel: target, body, staysHere: true };
      if (name === own) return broker.publish(local, session, frame);
      broker.authorize(session, address, 'publish');
      if (requirePeer(name).outbox.isFull) throw new Refusal('UNREACHABLE', `too much waits for ${name} already: try again later`); // P7-16
      return broker.publish({ channel: address, body }, session, frame);
    }

    /* HISTORY:<user>@<broker>[:<count>]: what lies between the two in one's own inbox. */
    function converse(session: UserSession, frame: Frame, address: string): Promise<ReadonlyMap<string, string>> {
      const count = countOf(frame);
      const { target, broker: name } = requireUser(address);
      if (name !== own) requirePeer(name);
      return journal.history(session, frame, { key: `@${userOf(session)}`, count, target: name === own ? target : address });
    }

    /** USER_TYPING or USER_STOPPED with an address: here it is the command without one, elsewhere this is done. */
    function type(verb: string, done: (session: UserSession, address: string, target: string) => void): AddressCommand {
      const here = broker.commands.get(verb);
      return (session, frame, address) => {
        requireNoBody(frame);
        const { target, broker: name } = readAddress(address);
        if (name === own) return here?.(session, { ...frame, target });
        if (!isUser(target) && !broker.readers(target).has(session))
          throw new Refusal('FORBIDDEN', `whoever types in ${address} must read ${target} here: SUBSCRIBE first`); // P5-2
        broker.authorize(session, address, 'publish');
        requirePeer(name);
        return done(session, address, target);
      };
    }

    /** Takes the frames that name a broker; the older command of this verb takes the others. */
    function forAddresses(verb: string, command: AddressCommand): Record<string, Command<UserSession>> {
      const here = broker.commands.get(verb);
      return {
        [verb](session, frame) {
          const { target } = frame;
          return target !== undefined && isAddress(target) ? command(session, frame, target) : here?.(session, frame);
        },
      };
    }

    /** A message for another broker's channel is kept there, and here only as what waits for it: known by its id, without a seq (P7-10). */
    function keep(message: Publication, peer: Peer, target: string): void {
      const { from = '', id = (message.id = makeId()) } = message;
      message.duplicate = peer.outbox.has({ target, from, id });
      message.receipt = new Map([['id', id], ...(message.duplicate ? ([['dup', '1']] as const) : [])]);
    }

    return {
      commands: {
        ...forAddresses('PUBLISH', publish),
        ...forAddresses('HISTORY', converse),
        ...forAddresses(
          'USER_TYPING',
          type('USER_TYPING', (session, address, target) => typists.start(session, address, target)),
        ),
        ...forAddresses(
          'USER_STOPPED',
          type('USER_STOPPED', (session, address) => typists.stop(userOf(session), address)),
        ),
      },
      store(message) {
        if (!isAddress(message.channel)) return;
        const { target, broker: name } = readAddress(message.channel);
        if (!isUser(target)) keep(message, requirePeer(name), target);
      },
    };
  };
}

/**
 * The parts of a user's address.
 * @throws {Refusal} `BAD_CHANNEL` when it is none: the history of a channel is to be had on its own broker (P7-13)
 */
function requireUser(address: string) {
  const parts = readAddress(address);
  if (isUser(parts.target)) return parts;
  throw new Refusal(
    'BAD_CHANNEL',
    `the history of ${address} is on ${parts.broker}: here is that of a conversation, as in HISTORY:@bob@${parts.broker}`,
  );
}
