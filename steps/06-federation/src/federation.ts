// Stage 06, second half: brokers that are linked. A peer is one more session of this broker, and wants what its own sessions want.

import { Forwarder, type NetworkMessage } from '#forwarder';
import { formatInterest, Interest, readInterest } from '#interest';
import type { Peer, Peers } from '#peers';
import type { Feature } from '01-basic-pubsub';
import type { UserSession } from '05-private';
import { type Frame, Refusal } from '@workshop/protocol';
import { Courier } from './courier.ts';
import { Dialler } from './dialler.ts';
import type { Credentials } from './handshake.ts';
import { Link } from './link.ts';
import { Links } from './links.ts';
import type { Network } from './network.ts';
import { readNumber } from './parcels.ts';
import { RemoteTyping } from './remote-typing.ts';
import { NoLink } from './wire.ts';

export interface FederationOptions extends Credentials {
  readonly network: Network;
  /** Where other brokers are. */
  readonly addresses: readonly string[];
  log(line: string): void;
  /** Is told of each failure that is the broker's own fault. */
  report(error: unknown): void;
}

export function federation(peers: Peers, options: FederationOptions): Feature<UserSession, NetworkMessage> {
  return (broker) => {
    const { network, log, report } = options;
    const forwarder = new Forwarder(broker, peers, log);
    const typing = new RemoteTyping(broker);
    const linked = new Map<Peer, Link>();
    const interest = new Interest((change) => linked.forEach((link) => link.say(formatInterest(change))));
    const links = new Links({ ...options, received: (them) => peers.received(them), linked: open });
    const diallers = options.addresses.map((address) => new Dialler(address, network, links, log));
    const typeInChannel = broker.commands.get('USER_TYPING');

    /** A link stands: each side tells the other all that it wants, and sends what waits (P7-9, P7-15). */
    function open(link: Link, arrived: number): void {
      const peer = peers.meet(link.them.name);
      const { newest } = peer.outbox;
      if (arrived > newest)
        throw new NoLink(
          `${peer.name} has message ${arrived} of this broker, whose DB_FILE ends at ${newest}: it is an old copy, give a new file`,
        );
      log(`linked with ${peer.name}`);
      linked.set(peer, link);
      broker.sessions.add(link); // not by connect(): it is no client, that would have to log in
      link.received = peers.received(link.them);
      link.say(formatInterest(interest.all));
      peer.courier = new Courier(link, peer.outbox, arrived, (error) => fail(link, error));
      link.handTo({ receive: (frame) => hear(link, peer, frame), closed: () => broker.disconnect(link) });
    }

    const verbs: Readonly<Record<string, (link: Link, peer: Peer, frame: Frame) => void>> = {
      MSG: (link, _peer, frame) => forwarder.receive(link, frame),
      SKIP: (link, _peer, frame) => forwarder.skip(link, frame),
      ACK(link, { outbox }, { target }) {
        const number = readNumber(target);
        if (number === undefined) link.hangUp();
        else outbox.acknowledge(number);
      },
      INTEREST(link, peer, frame) {
        const change = readInterest(frame);
        if (!change) return link.hangUp();
        peers.changeInterest(peer, change);
        typing.greet(link);
      },
      USER_TYPING: (link, _peer, frame) => typing.receive(link, frame),
      USER_STOPPED: (link, _peer, frame) => typing.receive(link, frame),
    };

    function hear(link: Link, peer: Peer, frame: Frame): void {
      if (!broker.sessions.has(link)) return;
      try {
        verbs[frame.verb]?.(link, peer, frame);
      } catch (error) {
        fail(link, error);
      }
    }

    /** Something went wrong here with what a peer said: it says it again on the next link. */
    function fail(link: Link, error: unknown): void {
      if (!(error instanceof Refusal)) report(error);
      else
        broker.guard(() => {
          throw error;
        });
      link.hangUp();
    }

    function lose(link: Link): void {
      const peer = peers.find(link.them.name);
      if (!peer || linked.get(peer) !== link) return;
      linked.delete(peer);
      peer.courier = undefined;
      typing.leave(link);
      if (!link.isOpen) log(`the link with ${peer.name} is lost`);
      try {
        peer.outbox.flush();
      } catch (error) {
        report(error); // no harm is done: on the next link the peer says anew what it has
      }
    }

    network.open(
      (wire) => void links.accept(wire),
      () => diallers.forEach((dialler) => dialler.dial()),
    );

    return {
      commands: {
        USER_TYPING(session, frame) {
          const outcome = typeInChannel?.(session, frame);
          typing.repeat(session, frame.target ?? '');
          return outcome;
        },
      },
      subscribe: (session, pattern) => interest.add(session, pattern),
      unsubscribe: (session, pattern) => interest.remove(session, pattern),
      /** Of the peers, those that a message in the channel would go to: they are told who types. */
      readers(channel) {
        if (linked.size === 0) return undefined;
        return new Set([...forwarder.recipients({ channel })].flatMap((peer) => linked.get(peer) ?? []));
      },
      publish: (message) => void (message.time ??= Date.now()),
      store: (message) => forwarder.store(message),
      deliver: () => forwarder.deliver(),
      answer(session, outcome, frame) {
        if (session instanceof Link && frame) forwarder.conclude(session, outcome, frame);
        return undefined;
      },
      disconnect: (session) => (session instanceof Link ? lose(session) : interest.leave(session)),
      close() {
        diallers.forEach((dialler) => dialler.stop());
        links.close();
        interest.close();
        network.close();
      },
    };
  };
}
