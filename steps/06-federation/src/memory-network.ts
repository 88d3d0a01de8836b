// Links between brokers of one process: for pages, which have no sockets, and for tests, which choose what happens when.

import type { Connection } from '01-basic-pubsub';
import type { Network } from './network.ts';
import { Wire } from './wire.ts';

/** A broker's way out. Where it is torn out, nothing that the broker does is noticed any longer: as if its process were killed. */
interface Plug {
  readonly address: string;
  isOut: boolean;
}

/** One end of a connection. */
interface End {
  readonly plug: Plug;
  readonly wire: Wire;
}

export class MemoryNetwork {
  readonly #later: (work: () => void, way: string) => void;
  /** Who takes what is dialled, by address. */
  readonly #doors = new Map<string, { readonly plug: Plug; accept(wire: Wire): void }>();
  readonly #connections = new Set<readonly [End, End]>();
  /** The ways on which nothing comes through. */
  readonly #silent = new Set<string>();

  /** @param later does work later on; that of one way, such as `a b`, in its order */
  constructor(later: (work: () => void, way: string) => void = (work) => void setTimeout(work, 0)) {
    this.#later = later;
  }

  /** The ways in and out of the broker that has this address from now on. */
  at(address: string): Network {
    const plug: Plug = { address, isOut: false };
    return {
      open: (accept, ready) => {
        this.#doors.set(address, { plug, accept });
        this.#later(() => plug.isOut || ready(), address);
      },
      dial: (to, signal) => this.#dial(plug, to, signal),
      close: () => void this.#doors.delete(address),
    };
  }

  /** Ends the connections between two brokers. @param noticedBy those who learn of it; all by default */
  cut(one: string, other: string, noticedBy: readonly string[] = [one, other]): void {
    for (const ends of this.#connections) {
      const owners = ends.map(({ plug }) => plug.address);
      if (!owners.includes(one) || !owners.includes(other)) continue;
      for (const { plug, wire } of ends)
        if (noticedBy.includes(plug.address))
          this.#later(() => plug.isOut || wire.closed(), wayOf(plug.address === one ? other : one, plug.address));
    }
  }

  /** What one broker sends to the other is lost from now on, and neither of them notices. */
  silence(from: string, to: string): void {
    this.#silent.add(wayOf(from, to));
  }

  /** All ways are open again; what was silent is given up, as it is in the end by who waits for an answer. */
  heal(): void {
    for (const way of this.#silent) {
      const [from = '', to = ''] = way.split(' ');
      this.cut(from, to);
    }
    this.#silent.clear();
  }

  /** The broker at an address is gone in a moment, without a goodbye. @param isNoticed whether the others learn of it */
  kill(address: string, isNoticed = true): void {
    const plug = this.#doors.get(address)?.plug;
    if (plug) plug.isOut = true;
    this.#doors.delete(address);
    for (const ends of this.#connections) {
      const other = ends.find(({ plug }) => plug.address !== address);
      if (other && isNoticed && ends.some((end) => end.plug === plug)) this.cut(address, other.plug.address, [other.plug.address]);
    }
  }

  async #dial(plug: Plug, to: string, signal: AbortSignal): Promise<Wire> {
    await new Promise<void>((resolve) => this.#later(resolve, wayOf(plug.address, to)));
    const isLost = plug.isOut || this.#silent.has(wayOf(plug.address, to)) || this.#silent.has(wayOf(to, plug.address));
    if (isLost) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    const door = this.#doors.get(to);
    if (!door || signal.aborted) throw new Error(`nobody answers at ${to}`);
    const ends: [End, End] = [
      { plug, wire: new Wire(this.#connect(plug, () => ends[1])) },
      { plug: door.plug, wire: new Wire(this.#connect(door.plug, () => ends[0])) },
    ];
    this.#connections.add(ends);
    this.#later(() => door.plug.isOut || door.accept(ends[1].wire), wayOf(plug.address, to));
    void Promise.all(ends.map(({ wire }) => wire.gone)).then(() => this.#connections.delete(ends));
    return ends[0].wire;
  }

  /** What one end sends comes out at the other, in order, unless something was lost before: nothing comes behind a gap. */
  #connect(plug: Plug, other: () => End): Connection {
    let isBroken = false;
    const carry = (bring: (wire: Wire) => void) => {
      const { plug: far, wire } = other();
      const way = wayOf(plug.address, far.address);
      if (plug.isOut) return;
      this.#later(() => {
        isBroken ||= far.isOut || this.#silent.has(way);
        if (!isBroken) bring(wire);
      }, way);
    };
    return {
      send: (packet, tagged) => carry((wire) => wire.receive(packet.text(tagged))),
      pause() {},
      resume() {},
      drained: () => new Promise((resolve) => this.#later(resolve, wayOf(plug.address, other().plug.address))),
      close: () => carry((wire) => wire.closed()),
      cut: () => carry((wire) => wire.closed()),
    };
  }
}

function wayOf(from: string, to: string): string {
  return `${from} ${to}`;
}
