// Links between brokers in one process: for pages, which have no sockets, and for tests, which choose what happens when.

import type { Admission, Connection, ConnectionListener, Network, Reply } from './network.ts';

/** A broker's way out. Once the plug is out, nobody notices what the broker does any more, as if its process had been killed. */
interface Plug {
  readonly address: string;
  isOut: boolean;
}

/** What answers at an address. */
interface Door {
  readonly plug: Plug;
  answer(proof: string | undefined): Promise<Admission>;
}

/** One end of a connection. */
class End implements Connection {
  readonly plug: Plug;
  isClosed = false;
  /** Does something at the other end, later. */
  readonly #carry: (work: (other: End) => void) => void;
  #listener: ConnectionListener | undefined;
  /** What came before anybody listened. */
  #missed: ((listener: ConnectionListener) => void)[] = [];

  constructor(plug: Plug, carry: (work: (other: End) => void) => void) {
    this.plug = plug;
    this.#carry = carry;
  }

  listen(listener: ConnectionListener): void {
    this.#listener = listener;
    for (const event of this.#missed.splice(0)) event(listener);
  }

  send(text: string): void {
    this.#carry((other) => other.#hear((listener) => listener.receive(text)));
  }

  drained(): Promise<void> {
    return new Promise((resolve) => this.#carry(() => resolve()));
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#carry((other) => other.lose());
  }

  /** The other end is gone. */
  lose(): void {
    this.#hear((listener) => listener.closed());
    this.isClosed = true;
  }

  #hear(event: (listener: ConnectionListener) => void): void {
    if (this.isClosed) return;
    if (this.#listener) event(this.#listener);
    else this.#missed.push(event);
  }
}

type Ends = readonly [near: End, far: End];

export class MemoryNetwork {
  readonly #later: (work: () => void, way: string) => void;
  readonly #doors = new Map<string, Door>();
  readonly #connections = new Set<Ends>();
  /** The ways on which nothing gets through. */
  readonly #silent = new Set<string>();

  /** @param later runs work later, and in order if it has the same way, such as `a b` for what goes from a to b */
  constructor(later: (work: () => void, way: string) => void = (work) => void setTimeout(work, 0)) {
    this.#later = later;
  }

  /** The ways in and out of the broker that has this address from now on. */
  at(address: string): Network {
    const plug: Plug = { address, isOut: false };
    return {
      open: (answer) => void this.#doors.set(address, { plug, answer }),
      dial: (to, proof, signal) => this.#dial(plug, to, proof, signal),
      close: () => {
        this.#doors.delete(address);
        for (const ends of this.#connections) for (const end of ends) if (end.plug === plug) end.close();
      },
    };
  }

  /** Ends the connections between two brokers. @param noticedBy who learns of it; both by default */
  cut(one: string, other: string, noticedBy: readonly string[] = [one, other]): void {
    for (const ends of this.#connections) {
      const owners = ends.map(({ plug }) => plug.address);
      if (!owners.includes(one) || !owners.includes(other)) continue;
      for (const end of ends) {
        const { plug } = end;
        const way = wayOf(plug.address === one ? other : one, plug.address);
        if (noticedBy.includes(plug.address)) this.#later(() => plug.isOut || end.lose(), way);
      }
    }
  }

  /** What one broker sends to the other is lost from now on, and neither of them notices. */
  silence(from: string, to: string): void {
    this.#silent.add(wayOf(from, to));
  }

  /** All ways are open again. Connections that fell silent end, as if a broker had waited long enough for an answer. */
  heal(): void {
    for (const way of this.#silent) {
      const [from = '', to = ''] = way.split(' ');
      this.cut(from, to);
    }
    this.#silent.clear();
  }

  /** The broker at an address is gone at once, without a goodbye. @param isNoticed whether the others learn of it */
  kill(address: string, isNoticed = true): void {
    const plug = this.#doors.get(address)?.plug;
    if (plug) plug.isOut = true;
    this.#doors.delete(address);
    for (const ends of this.#connections) {
      const other = ends.find((end) => end.plug !== plug);
      if (other && isNoticed && ends.some((end) => end.plug === plug)) this.cut(address, other.plug.address, [other.plug.address]);
    }
  }

  async #dial(plug: Plug, to: string, proof: string | undefined, signal: AbortSignal): Promise<Reply> {
    const nobody = new Error(`nobody answers at ${to}`);
    const { promise: givenUp, reject } = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => reject(nobody));
    const answered = async () => {
      await this.#cross(plug, to);
      const door = this.#doors.get(to);
      if (!door || signal.aborted) throw nobody;
      const { take, ...answer } = await door.answer(proof);
      const [near, far] = take ? this.#connect(plug, door.plug) : [];
      if (near) signal.addEventListener('abort', () => near.close());
      if (far) take?.(far);
      await this.#cross(door.plug, plug.address);
      return { ...answer, connection: near };
    };
    return await Promise.race([answered(), givenUp]);
  }

  /** Resolves when what one broker said has reached another; never if it is lost. */
  async #cross({ address, isOut }: Plug, to: string): Promise<void> {
    const way = wayOf(address, to);
    await new Promise<void>((resolve) => {
      if (!isOut) this.#later(() => this.#silent.has(way) || resolve(), way);
    });
  }

  /** What one end sends comes out at the other, in order, unless something was lost before: nothing comes out after a gap. */
  #connect(one: Plug, other: Plug): Ends {
    const carrier = (from: Plug, to: Plug, far: () => End) => {
      const way = wayOf(from.address, to.address);
      let isBroken = false;
      return (work: (far: End) => void) => {
        if (from.isOut) return;
        this.#later(() => {
          isBroken ||= to.isOut || this.#silent.has(way);
          if (!isBroken) work(far());
          if (ends.every(({ isClosed }) => isClosed)) this.#connections.delete(ends);
        }, way);
      };
    };
    const ends: Ends = [
      new End(
        one,
        carrier(one, other, () => ends[1]),
      ),
      new End(
        other,
        carrier(other, one, () => ends[0]),
      ),
    ];
    this.#connections.add(ends);
    return ends;
  }
}

function wayOf(from: string, to: string): string {
  return `${from} ${to}`;
}
