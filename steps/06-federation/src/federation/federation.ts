// Stage 06, second half: linked brokers. Each tells the others what its own sessions want, and sends them what theirs want.

import type { Forwarding } from '#forwarding';
import { formatInterest, Interest, readInterest } from '#interest';
import { type Link, readNumber } from '#link';
import type { Peer, Peers } from '#peers';
import type { Identity } from '#proofs';
import { Receiver } from '#receiver';
import { Sender } from '#sender';
import type { Broker, Subscriptions, Turn } from '02-persistence';
import type { Listener, Typists } from '04-typing';
import type { Frame } from '@workshop/protocol';
import { Complaints, NoLink } from '../links/complaints.ts';
import { Dialler } from '../links/dialler.ts';
import { Links } from '../links/links.ts';
import type { Network } from '../links/network.ts';
import { Proofs } from '../links/proofs.ts';
import type { Seal } from '../links/seal.ts';
import { RemoteTyping } from './remote-typing.ts';

interface Parts {
  readonly broker: Broker;
  readonly subscriptions: Subscriptions;
  readonly turn: Turn;
  readonly typists: Typists;
  readonly peers: Peers;
  readonly forwarding: Forwarding;
}

/** How a broker meets the others. */
export interface FederationOptions {
  readonly self: Identity;
  readonly network: Network;
  /** Where the other brokers are. */
  readonly addresses: readonly string[];
  /** Made from `PEER_SECRET`. */
  readonly seal: Seal;
  log(line: string): void;
}

/** What takes part in one open link. */
interface Linked {
  readonly peer: Peer;
  readonly receiver: Receiver;
  readonly typing: RemoteTyping;
}

export interface Federation {
  /** Dials the other brokers, now and whenever they are not linked. */
  dial(): void;
  /** The names of the brokers that are linked. */
  readonly linked: string[];
}

const NOBODY: ReadonlySet<Listener> = new Set();

export function federation(parts: Parts, { self, network, addresses, seal, log }: FederationOptions): Federation {
  const { broker, subscriptions, turn, typists, peers, forwarding } = parts;
  const linked = new Map<Link, Linked>();
  const interest = new Interest(broker, (change) => linked.forEach((_, link) => link.say(formatInterest(change))));
  const report = (error: unknown) => void broker.explain(error);
  const links = new Links({
    network,
    proofs: new Proofs(self, seal),
    log,
    report,
    received: (them) => peers.received(them),
    open,
    receive,
  });
  for (const { name, outbox } of peers.all) if (outbox.waiting > 0) log(`${outbox.waiting} messages wait for ${name}`);
  const diallers = addresses.map((address) => new Dialler(address, links, log));

  /** A link is open: each side tells the other everything that it wants, and sends what is waiting (P7-9, P7-15). */
  function open(link: Link, arrived: number): void {
    const { them } = link;
    const peer = peers.meet(them.name);
    const { newest } = peer.outbox;
    if (arrived > newest)
      throw new NoLink(
        `${them.name} has message ${arrived} of this broker, whose DB_FILE ends at ${newest}: it is an old copy, give a new file`,
      );
    log(`linked with ${them.name}`);
    const typing = new RemoteTyping(link, typists);
    const complaints = new Complaints(log); // a peer that sends nonsense may send a lot of it
    const receiver = new Receiver(
      link,
      { publish: (message) => turn.publish(message), settle: () => turn.settle(), log: (line) => complaints.say(line), fail },
      peers.received(them),
    );
    linked.set(link, { peer, receiver, typing });
    link.onClose.push(() => lose(link));
    link.say(formatInterest(interest.all));
    peer.typing = typing;
    peer.sender = new Sender(link, peer.outbox, arrived, (error) => fail(link, error));
  }

  // #region verbs
  /** What a peer says on an open link. */
  const verbs: Readonly<Record<string, (on: Linked, frame: Frame, link: Link) => void>> = {
    MSG: ({ receiver }, frame) => receiver.receive(frame),
    SKIP: ({ receiver }, frame) => receiver.skip(frame),
    ACK({ peer }, { target }, link) {
      const number = readNumber(target);
      if (number === undefined) link.hangUp();
      else peer.outbox.acknowledge(number);
    },
    INTEREST({ peer, typing }, frame, link) {
      const change = readInterest(frame);
      if (!change) return link.hangUp();
      peers.changeInterest(peer, change);
      typing.update();
    },
    USER_TYPING: ({ typing }, frame) => typing.receive(frame),
    USER_STOPPED: ({ typing }, frame) => typing.receive(frame),
  };
  // #endregion verbs

  function receive(link: Link, frame: Frame): void {
    const on = linked.get(link);
    try {
      if (on) verbs[frame.verb]?.(on, frame, link);
    } catch (error) {
      fail(link, error);
    }
  }

  /** Something that a peer said could not be done or stored here: the link ends, and the peer says it again on the next one. */
  function fail(link: Link, error: unknown): void {
    const refusal = broker.explain(error);
    if (refusal.code === 'TODO') broker.fail(refusal);
    link.hangUp();
  }

  function lose(link: Link): void {
    const { peer, typing } = linked.get(link) ?? {};
    if (!peer || !linked.delete(link)) return;
    turn.settle(); // what came over it is stored before the next link says how much has come
    peer.sender = undefined;
    peer.typing = undefined;
    typing?.close();
    log(`the link with ${peer.name} is lost`);
    try {
      peer.outbox.flush();
    } catch (error) {
      report(error); // no harm is done: on the next link the peer says again what it has
    }
  }

  /** The linked peers that a message in the channel would go to: they are told who is typing there (P7-18). */
  function audience(channel: string): ReadonlySet<Listener> {
    if (linked.size === 0) return NOBODY;
    return new Set([...forwarding.recipients({ channel })].flatMap(({ typing }) => typing ?? []));
  }

  // #region lists
  typists.audience.push(audience);
  subscriptions.onBegin.push((session, pattern) => interest.add(session, pattern));
  subscriptions.onEnd.push((session, pattern) => interest.remove(session, pattern));
  broker.onDisconnect.push((session) => interest.leave(session));
  // #endregion lists
  broker.onClose.push(() => {
    for (const dialler of diallers) dialler.stop();
    links.close();
    interest.close();
    network.close();
  });

  return {
    dial: () => diallers.forEach((dialler) => dialler.dial()),
    get linked() {
      return [...linked.values()].map(({ peer }) => peer.name);
    },
  };
}
