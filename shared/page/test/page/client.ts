// A client in the test's page: what comes to it can be waited for.

import type { Connection, ConnectionListener, PageBroker } from '@workshop/page';

export class Client implements ConnectionListener {
  /** Frames, and in brackets what else came: `(opened)`, `(refused 403)`, `(closed 1006)`. */
  readonly came: string[] = [];
  readonly connection: Connection;
  /** Whether it answers pings. */
  readonly #answers: boolean;
  #wake = () => {};

  constructor(broker: PageBroker, { origin, answers = true }: { readonly origin?: string; readonly answers?: boolean } = {}) {
    this.#answers = answers;
    this.connection = broker.connect(this, origin === undefined ? {} : { Origin: origin });
  }

  say(...frames: readonly string[]): void {
    this.connection.send(...frames);
  }

  /** Resolves to the first that matches, of what came and what comes. */
  async gets(wanted: RegExp): Promise<string> {
    for (;;) {
      const found = this.came.find((text) => wanted.test(text));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  opened(): void {
    this.#come('(opened)');
  }

  message(payload: string | Uint8Array): void {
    this.#come(String(payload));
  }

  pinged(): void {
    if (this.#answers) this.connection.pong();
  }

  ponged(): void {
    this.#come('(ponged)');
  }

  refused(status: number): void {
    this.#come(`(refused ${status})`);
  }

  closed(code: number): void {
    this.#come(`(closed ${code})`);
  }

  #come(text: string): void {
    this.came.push(text);
    this.#wake();
  }
}
