// What the task in exercise/forwarding.ts must do, seen from inside. The outboxes only list what is put into them, so that a right
// `#forward` shows before `add` of the outbox is written.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { watchCalls } from '@workshop/cli/task-checks/watch-calls';
import type { Envelope } from '#envelope';
import { Forwarding, type NetworkMessage } from '#forwarding';
import { Sender } from '#sender';
import { createPeers, FakeLink } from './set-up.ts';

/** Sends nothing, and counts how often it is woken. */
class CountedSender extends Sender {
  wakes = 0;

  override wake(): void {
    this.wakes += 1;
  }
}

/** Three peers: `there` and `away` want news, and `other` wants sport. `away` is not linked. */
function setUp() {
  const { peers } = createPeers();
  const forwarding = new Forwarding(peers);
  const queued: (readonly [peer: string, envelope: Envelope])[] = [];
  const [there, other, away] = ['there', 'other', 'away'].map((name) => {
    const peer = peers.meet(name);
    watchCalls(peer.outbox, 'add', (envelope: Envelope) => void queued.push([name, envelope]));
    peers.changeInterest(peer, { kind: 'all', patterns: [name === 'other' ? 'sport' : 'news'] });
    const sender = name === 'away' ? undefined : new CountedSender(new FakeLink(), peer.outbox, 0, () => {});
    peer.sender = sender;
    return { wakes: () => sender?.wakes ?? 0 };
  });
  /** Stores a message, as a turn does within its transaction. @returns the peers for which it is queued */
  const store = (message: Partial<NetworkMessage>) => {
    queued.length = 0;
    forwarding.store({ ...NEWS, ...message });
    return queued.map(([peer]) => peer).toSorted();
  };
  return { forwarding, queued, store, wakes: () => [there?.wakes(), other?.wakes(), away?.wakes()] };
}

const NEWS: NetworkMessage = { channel: 'news', body: 'Hi', from: 'alice', time: 1_800_000_000_000, receipt: new Map([['id', 'c1-9']]) };
const ENVELOPE: Envelope = { target: 'news', id: 'c1-9', from: 'alice', time: 1_800_000_000_000, body: 'Hi' };
const ARRIVAL = { from: { name: 'other', store: 'aaaaaaaaaaaaaaaa', run: 'r1' }, number: 17 };

export const checks: TaskChecks = {
  '6.7': {
    'a message is queued for each peer that wants it, linked or not': () => {
      const { store } = setUp();
      const peers = store({});
      same(
        peers.includes('there'),
        true,
        'nothing was queued for a linked peer that wants the channel',
        'for each peer of this.recipients(message): peer.outbox.add(envelopeOf(message))',
      );
      same(
        peers.includes('away'),
        true,
        'of two peers that want the channel, the one that is not linked got nothing in its outbox',
        'go through all recipients, whether they have a sender now or not: the outbox keeps it until the peer comes back',
      );
      same(
        peers,
        ['away', 'there'],
        'a message was queued for a peer that does not want it',
        'this.recipients(message) gives those that do',
      );
    },
    'it is queued as an envelope': () => {
      const { store, queued } = setUp();
      store({});
      same(
        queued.map(([, envelope]) => envelope),
        [ENVELOPE, ENVELOPE],
        'what was queued is not the envelope of the message',
        'envelopeOf(message) makes it',
      );
    },
    'what came from a peer goes no further': () => {
      const { store } = setUp();
      same(
        store({ from: 'zoe@other', arrival: ARRIVAL }),
        [],
        'a message that came from a peer was queued for another peer',
        'one hop: its own broker sends it to everyone who wants it. Return if message.arrival is there, wherever it came from',
      );
    },
    'a repeat is not queued again': () => {
      const { store } = setUp();
      same(
        store({ duplicate: true }),
        [],
        'a repeated message was queued, although it was queued when it came first',
        'return if message.duplicate is true',
      );
    },
    'an address goes to the broker that it names': () => {
      const { store, queued } = setUp();
      same(
        store({ channel: 'sport@there' }),
        ['there'],
        'a message for sport@there was not queued for exactly this broker',
        'this.recipients(message) knows of addresses too: rely on it, and not on who is interested',
      );
      same(queued[0]?.[1].target, 'sport', 'the envelope for sport@there is not for sport', 'envelopeOf(message) takes the address apart');
    },
    'what is for this broker alone is not queued': () => {
      const { store } = setUp();
      same(
        store({ staysHere: true }),
        [],
        'a message for this broker alone was queued for a peer',
        'give this.recipients the whole message: it looks at staysHere too',
      );
    },
    'the senders of these peers are woken, after the commit': () => {
      const { store, forwarding, wakes } = setUp();
      store({});
      same(wakes(), [0, 0, 0], 'a sender was woken before the commit', 'the transaction may still fail: put the peer into this.#stirred');
      forwarding.deliver();
      same(
        wakes(),
        [1, 0, 0],
        'after the commit, only the sender of the linked peer that gets the message should be woken, once',
        'put each peer whose outbox got an envelope into this.#stirred: deliver() wakes their senders',
      );
      store({ duplicate: true });
      store({ arrival: ARRIVAL });
      forwarding.deliver();
      same(wakes(), [1, 0, 0], 'a sender was woken although nothing was queued for its peer', 'put only those into this.#stirred');
    },
  },
};
