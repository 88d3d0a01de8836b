// A client without a socket, for unit tests of this stage and the later ones: what it is sent is a list, and what is done to it is too.

import type { Broker } from '../src/core.ts';
import type { Session } from '../src/session.ts';

export class FakeClient {
  readonly session: Session;
  /** Frames as text, and in brackets what else became of it: `(closed 4401)`, `(cut)`, `(paused)`, `(resumed)`. */
  readonly frames: string[] = [];
  readonly #broker: Broker;
  #reads = true;
  #drained: (() => void)[] = [];

  constructor(broker: Broker) {
    this.#broker = broker;
    this.session = broker.connect({
      send: (packet, tagged) => void this.frames.push(packet.text(tagged)),
      pause: () => void this.frames.push('(paused)'),
      resume: () => void this.frames.push('(resumed)'),
      drained: () => new Promise((resolve) => (this.#reads ? setImmediate(resolve) : void this.#drained.push(resolve))),
      close: (code) => void this.frames.push(`(closed ${code})`),
      cut: () => void this.frames.push('(cut)'),
    });
  }

  say(...texts: string[]): void {
    for (const text of texts) this.#broker.receive(this.session, text);
  }

  /** From now on it takes nothing, or again everything. */
  read(reads: boolean): void {
    this.#reads = reads;
    if (reads) for (const resolve of this.#drained.splice(0)) resolve();
  }

  leave(): void {
    this.#broker.disconnect(this.session);
    this.read(true);
  }

  /** What came since it was asked last. */
  take(): string[] {
    return this.frames.splice(0);
  }

  /** What came, and comes while anything is still on its way in the broker. */
  async settle(): Promise<string[]> {
    const idle = () => new Promise((resolve) => setImmediate(resolve));
    do await idle();
    while (this.session.waiting);
    await idle();
    return this.take();
  }
}
