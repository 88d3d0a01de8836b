// Sends stored messages page by page, each once the client has taken the one before. So a replay makes nobody a slow reader (P3-19).

import type { PacedSession, StoredMessage } from '02-persistence';
import { sendStored } from '02-persistence';

const PAGE_MESSAGES = 100;
const PAGE_CHARACTERS = 64 * 1024;

/** The pages that one session gets from one log. */
export class Pages {
  readonly #session: PacedSession;
  readonly #key: string;
  #messages = 0;
  #characters = 0;

  constructor(session: PacedSession, key: string) {
    this.#session = session;
    this.#key = key;
  }

  /** Sends a message. @returns whether it completed a page, which the client has taken by then */
  async send(message: StoredMessage): Promise<boolean> {
    sendStored(this.#session, this.#key, message);
    this.#messages += 1;
    this.#characters += message.body.length;
    if (this.#messages < PAGE_MESSAGES && this.#characters < PAGE_CHARACTERS) return false;
    await this.end();
    return true;
  }

  /** Resolves when the client has taken everything. */
  async end(): Promise<void> {
    this.#messages = this.#characters = 0;
    await this.#session.drained?.();
  }
}
