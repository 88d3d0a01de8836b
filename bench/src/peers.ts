// What is measured: our stages, and what they are compared with. Pure data, for the tables, the plots and the site.

export interface Peer {
  /** As it stands in a plot: 20 characters at most. */
  readonly label: string;
  /** What it is, in half a sentence. */
  readonly about: string;
}

/** By id. */
export const PEERS: Readonly<Record<string, Peer>> = {
  '01-basic-pubsub': { label: 'stage 01', about: 'our broker of chapter 1' },
  '02-persistence': { label: 'stage 02', about: 'our broker of chapter 2, which stores every message before it answers' },
  '06-federation': { label: 'stage 06', about: 'our broker of chapter 6, with everything on' },
  '06-one-link': { label: 'stage 06, one link', about: 'two of them: published on the one, delivered by the other' },
  '06-two-links': { label: 'stage 06, two links', about: 'three of them: published on the one, delivered by the other two' },
  '07-two-brokers': {
    label: 'stage 07, 2 brokers',
    about: 'two of chapter 7 and their NATS server: published on the one, delivered by the other',
  },
  '07-nats': { label: 'stage 07', about: 'our broker of chapter 7, in front of a NATS server' },
  ws: { label: 'plain ws', about: 'the loop of the first tutorial: `ws`, and `send` for each subscriber' },
  'ws-ready': { label: 'ws, ready frames', about: 'the same loop, but a message is made a frame once, and written to each socket' },
  'socket.io': { label: 'Socket.IO', about: 'rooms of Socket.IO, over WebSocket only' },
  aedes: { label: 'aedes', about: 'an MQTT broker in JavaScript' },
  uws: { label: 'µWebSockets.js', about: 'a WebSocket server in C++ with topics of its own, called from Node' },
  redis: { label: 'Redis', about: 'Redis Pub/Sub, in C, with its own protocol' },
  'nats-server': { label: 'nats-server', about: 'core NATS, in Go, with its own protocol' },
  mosquitto: { label: 'mosquitto', about: 'an MQTT broker in C' },
  'python-websockets': { label: 'Python websockets', about: 'the same loop in Python, with `websockets`' },
  'c-epoll': {
    label: 'C with epoll',
    about: 'a program in C that does only what this benchmark needs: the least that the kernel lets a broker cost',
  },
  fsync: { label: 'write and fsync', about: 'no database: the same bodies, appended to a file and brought to the disk as many at a time' },
  'better-sqlite3': { label: 'better-sqlite3', about: 'no broker: only the rows, written in transactions of the same size' },
};

export function labelOf(peer: string): string {
  return PEERS[peer]?.label ?? peer;
}

/** Our stages have numbers. */
export function isStage(peer: string): boolean {
  return /^\d\d-/.test(peer);
}
