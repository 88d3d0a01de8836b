// Links between brokers of one process: for pages, which have no sockets, and for tests, which choose what happens when.

import type { Connection } from '01-basic-pubsub';
import type { Network } from './network.ts';
import { Wire } from './wire.ts';

/** One end of a connection, and whose it is. */
interface End {
  readonly owner: string;
  readonly wire: Wire;
}

export class MemoryNetwork {
  readonly #later: (work: () => void) => void;
  /** Who takes what is dialled, by address. */
  readonly #doors = new Map<string, (wire: Wire) => void>();
  readonly #connections = new Set<readonly [End, End]>();
  /** The ways on which nothing comes through. */
  readonly #silent = new Set<string>();

  /** @param later carries one text, or the news of an end: after those before it */
  constructor(later: (work: () => void) => void = (work) => void setTimeout(work, 0)) {
    this.#later = later;
  }

  /** The ways in and out of the broker at an address. */
  at(address: string): Network {
    return {
      open: (accept, ready) => {
        this.#doors.set(address, accept);
        this.#later(ready);
      },
      dial: (to, signal) => this.#dial(address, to, signal),
      close: () => void this.#doors.delete(address),
    };
  }

  /** Ends the connections between two brokers, and both notice. */
  cut(one: string, other: string): void {
    for (const ends of this.#connections) {
      const owners = ends.map(({ owner }) => owner);
      if (!owners.includes(one) || !owners.includes(other)) continue;
      this.#connections.delete(ends);
      for (const { wire } of ends) this.#later(() => wire.closed());
    }
  }

  /** From now on, or no longer, what one broker sends to the other is lost, and neither of them notices. */
  silence(from: string, to: string, isSilent = true): void {
    if (isSilent) this.#silent.add(wayOf(from, to));
    else this.#silent.delete(wayOf(from, to));
  }

  async #dial(from: string, to: string, signal: AbortSignal): Promise<Wire> {
    await new Promise<void>((resolve) => this.#later(resolve));
    if (this.#silent.has(wayOf(from, to)) || this.#silent.has(wayOf(to, from)))
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    const accept = this.#doors.get(to);
    if (!accept || signal.aborted) throw new Error(`nobody answers at ${to}`);
    const ends: [End, End] = [
      { owner: from, wire: new Wire(this.#lineTo(to, from, () => ends[1].wire)) },
      { owner: to, wire: new Wire(this.#lineTo(from, to, () => ends[0].wire)) },
    ];
    this.#connections.add(ends);
    void ends[0].wire.gone.then(() => this.#connections.delete(ends));
    this.#later(() => accept(ends[1].wire));
    return ends[0].wire;
  }

  /** The connection of one end, which leads to the other. */
  #lineTo(to: string, from: string, other: () => Wire): Connection {
    const carry = (what: (wire: Wire) => void) => this.#later(() => this.#silent.has(wayOf(from, to)) || what(other()));
    return {
      send: (packet, tagged) => carry((wire) => wire.receive(packet.text(tagged))),
      pause() {},
      resume() {},
      drained: () => new Promise((resolve) => this.#later(resolve)),
      close: () => carry((wire) => wire.closed()),
      cut: () => carry((wire) => wire.closed()),
    };
  }
}

function wayOf(from: string, to: string): string {
  return `${from} ${to}`;
}
