// Why figures come out as they do, as far as we know: of each scenario, and of each peer that is better than our stage. No figure stands
// here, because the next measurement would make it wrong.

import { labelOf } from 'bench/peers';

/** By scenario: what to see in it. */
export const EXPLANATIONS: Readonly<Record<string, string>> = {
  'fan-out':
    'Our broker makes a message a frame once for all subscribers, and gathers what a session gets in one turn of the event loop into one ' +
    'write. So when many publishes are in flight, one system call carries many messages to a subscriber. With one in flight there is ' +
    'nothing to gather: each delivery is a system call of its own, and everybody pays for that.',
  channels:
    'With few subscribers in each channel, the way in counts as much as the way out: every publish is read from its own socket, unmasked, ' +
    'parsed and looked up, and then goes to hardly anybody.',
  latency:
    'At a rate this low nobody waits for the CPU, so this is the time that one message needs by itself. Gathering must not delay it: what ' +
    'is gathered is written at the end of the same turn.',
  memory:
    "An idle session is a socket, a parser for its frames, and what the broker knows of it. The kernel's buffers for the socket come on top, " +
    'and are not counted.',
  subscriptions:
    'A publish looks its channel up in a `Map`, and then meets nobody but the subscribers of that channel. So other subscriptions should ' +
    "cost it nothing, but for the processor's caches.",
  durable:
    'A durable publish is answered once it is on the disk. All messages of a turn go into one transaction, so those that are in flight ' +
    'together wait for one `fsync`, and not each for its own. better-sqlite3 alone writes the same rows in transactions of the same size, so ' +
    'it shows the most that a broker on SQLite can reach.',
  resume:
    'A session that comes back gets what it missed page by page: the broker reads a page from its file, and reads the next one when the ' +
    'client has taken the last.',
  tagged:
    'A message is encoded once for all sessions without tags, and once for all that have asked for tags, because the tags of a message are the ' +
    'same for everybody. What is left is more bytes for each, and an answer for the publisher.',
  history:
    'The messages of a log lie side by side in the file, in the order of their numbers. So the broker computes where the answer begins, and ' +
    'reads from there on, however long the log is.',
  links:
    'Between two brokers, a message waits in an outbox until the other side has said that it has it, so that nothing is lost when the link ' +
    'breaks. What is in flight together is stored, sent and confirmed together. A single broker stores a message once. With a link it is ' +
    'stored three times: in the log and the outbox of the first broker, and in the log of the second. So if there are few subscribers to ' +
    'share that, it costs several times as much as a message that stays on its broker.',
};

/** By peer: why it may be better than our stage. */
const OF_PEERS: Readonly<Record<string, string>> = {
  'c-epoll':
    'does only what the benchmark asks for: it knows no limits, no errors and no other command, and has no garbage to collect. It shows what ' +
    'the kernel takes, whoever asks it.',
  redis:
    "is written in C, has no garbage to collect, and its protocol asks for less: a client's bytes are not masked, and nobody checks that a " +
    'text is UTF-8.',
  'nats-server':
    "is compiled from Go, and its protocol asks for less: a client's bytes are not masked, and nobody checks that a text is UTF-8.",
  mosquitto: "is written in C, has no garbage to collect, and in MQTT, a client's bytes are not masked.",
  uws: 'is written in C++: sockets, frames and topics are all on the same side of the border to JavaScript, and its own code reads the sockets, not the streams of Node.',
  aedes: "speaks MQTT: a client's bytes are not masked, and a body stays bytes from the way in to the way out.",
  ws: 'is nothing but a loop: it parses no more than it must, and has no limits, no names to check and no books to keep.',
  'ws-ready': 'is nothing but a loop: it parses no more than it must, and has no limits, no names to check and no books to keep.',
  'python-websockets': 'is nothing but a loop, with no limits, no names to check and no books to keep.',
  fsync: 'is no broker and no database: it shows how fast the disk is.',
  'better-sqlite3': 'writes rows and does nothing else: it reads no socket, parses no frame, checks no repeat and answers nobody.',
};

/** By scenario, for all peers: what counts there is not how a message travels. */
const OF_SCENARIOS: Readonly<Record<string, string>> = {
  memory:
    'In Node, a socket alone is several objects with buffers and lists of listeners. Programs in C and Go keep a session in one record of ' +
    'the size that it needs.',
};

/** Why a peer may be better than our stage in a scenario, as a sentence in Markdown, or nothing if we don't know. */
export function reasonFor(scenario: string, peer: string): string | undefined {
  const ofScenario = OF_SCENARIOS[scenario];
  const ofPeer = OF_PEERS[peer];
  return ofScenario ?? (ofPeer === undefined ? undefined : `**${labelOf(peer)}** ${ofPeer}`);
}
