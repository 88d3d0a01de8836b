// Sends a peer what waits for it, in order. On a new link, it goes on after the last message that the peer has stored.

import type { Link } from '#link';
import type { Outbox } from '#outbox';
import { formatEnvelope, type NumberedEnvelope } from '#envelope';

export class Sender {
  readonly #link: Link;
  readonly #outbox: Outbox;
  readonly #fail: (error: unknown) => void;
  /** The number of the last envelope that went out on this link. */
  #sent: number;
  #isSending = false;

  /**
   * @param arrived the number of the last envelope that the peer has stored
   * @param fail is called if the outbox cannot be read
   */
  constructor(link: Link, outbox: Outbox, arrived: number, fail: (error: unknown) => void) {
    this.#link = link;
    this.#outbox = outbox;
    this.#fail = fail;
    this.#sent = arrived;
    outbox.acknowledge(arrived);
    this.wake();
  }

  /** Something is waiting. It goes out after the code that runs now, so that USER_STOPPED, which goes out at once, comes first (P5-5). */
  wake(): void {
    if (this.#isSending) return;
    this.#isSending = true;
    queueMicrotask(() => void this.#run());
  }

  async #run(): Promise<void> {
    try {
      await this.#send();
    } catch (error) {
      this.#isSending = false;
      this.#fail(error);
    }
  }

  /**
   * Sends what waits, page by page. Matrix waits for an answer to each of its transactions; here a page goes out as soon as the kernel has
   * taken the one before. Whatever the peer has not stored when the link breaks is sent again on the next link.
   */
  async #send(): Promise<void> {
    // #region send
    for (let page = this.#next(); page.length > 0; page = this.#next()) {
      for (const envelope of page) {
        this.#link.say(formatEnvelope(envelope));
        this.#sent = envelope.number;
      }
      await this.#link.drained();
    }
    // #endregion send
  }

  /** The first envelopes that have not gone out on this link. If there are none, or the link is gone, sending ends until `wake`. */
  #next(): NumberedEnvelope[] {
    // #region next
    const page = this.#link.isOpen ? this.#outbox.after(this.#sent) : [];
    const [first] = page;
    if (!first) this.#isSending = false;
    else if (first.number > this.#sent + 1) this.#link.say({ verb: 'SKIP', target: String(first.number - 1) }); // those between were dropped
    return page;
    // #endregion next
  }
}
