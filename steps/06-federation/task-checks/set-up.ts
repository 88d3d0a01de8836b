// What the checks of several tasks need: a clock that they move, a link without a network, and a peer that nobody dials.

import { type Clock, stopClock } from '@workshop/cli/task-checks/clock';
import { watchCalls } from '@workshop/cli/task-checks/watch-calls';
import { Link } from '#link';
import { Peers } from '#peers';
import { MemoryStore } from '02-persistence';

/** When the clock of these checks starts, in ms since 1970. */
export const START = 1_800_000_000_000;

/** Stops the clock for some work, and passes it to the work. */
export function withClock(work: (clock: Clock) => void): void {
  const clock = stopClock(START);
  try {
    work(clock);
  } finally {
    clock.goOn();
  }
}

/** The Map behind a private field: the first one whose `set` or `size` is used meanwhile. @param isIt by the arguments of the call */
export function mapUsedBy(work: () => void, use: 'set' | 'size', isIt: (args: readonly unknown[]) => boolean = () => true) {
  const used = watchCalls(Map.prototype, use);
  try {
    work();
  } finally {
    used.restore();
  }
  const map = used.calls.find(({ args }) => isIt(args))?.on;
  return map instanceof Map ? map : new Map();
}

/** Lets everything that was promised or queued happen. */
export const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A link with the broker `there`: what was said on it, as text, and what waits until the kernel has taken everything. */
export class FakeLink extends Link {
  readonly said: string[];
  /** Resolves each `drained` that is awaited, in turn. */
  readonly undrained: (() => void)[];

  constructor() {
    const said: string[] = [];
    const undrained: (() => void)[] = [];
    const connection = {
      listen() {},
      send: (text: string) => void said.push(text),
      drained: () => new Promise<void>((resolve) => undrained.push(resolve)),
      close() {},
    };
    super(connection, { name: 'there', store: 'aaaaaaaaaaaaaaaa', run: 'r1' }, 'l1', true);
    this.said = said;
    this.undrained = undrained;
  }
}

/** The peers of a broker with an empty store. */
export function createPeers(store = new MemoryStore()) {
  return { store, peers: new Peers({ store, maxWaiting: 1000, log() {} }) };
}
