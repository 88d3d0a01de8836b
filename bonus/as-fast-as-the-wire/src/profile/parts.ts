// The parts of a broker's work, as a profile tells them apart.

/** By id, in the order in which they are shown. */
export const PARTS = {
  write: 'the system call that writes',
  ws: '`ws`',
  encoding: 'text and bytes: formatting, encoding, copying',
  node: "Node's streams, sockets and timers",
  own: "the workshop's own code, and yours",
  garbage: 'the garbage collector',
  outside: 'outside JavaScript: reading from sockets, the event loop',
} as const;

export type Part = keyof typeof PARTS;

/** Of the time that the broker was busy, from 0 to 1; all of them together are 1. */
export type Shares = Readonly<Record<Part, number>>;
