// Stored messages are sent by the page: the next one when the client has taken the one before. So a replay makes nobody a slow reader (P3-19).

import type { PacedSession, StoredMessage } from '02-persistence';
import { sendStored } from '02-persistence';

const PAGE_MESSAGES = 100;
const PAGE_CHARACTERS = 64 * 1024;

/** What is sent to one session out of one log. */
export class Pages {
  readonly #session: PacedSession;
  readonly #key: string;
  #messages = 0;
  #characters = 0;

  constructor(session: PacedSession, key: string) {
    this.#session = session;
    this.#key = key;
  }

  /** Sends a message. @returns whether it was the last one of its page, which the client has then taken */
  async send(message: StoredMessage): Promise<boolean> {
    sendStored(this.#session, this.#key, message);
    this.#messages += 1;
    this.#characters += message.body.length;
    if (this.#messages < PAGE_MESSAGES && this.#characters < PAGE_CHARACTERS) return false;
    await this.end();
    return true;
  }

  /** Resolves when the client has taken all of it. */
  async end(): Promise<void> {
    this.#messages = this.#characters = 0;
    await this.#session.drained?.();
  }
}
