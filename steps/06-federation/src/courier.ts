// Brings a peer what waits for it, in order: from the last number that the peer has stored, whenever there is a link again.

import type { Outbox } from '#outbox';
import type { Link } from './link.ts';
import { formatParcel, type NumberedParcel } from './parcels.ts';

export class Courier {
  readonly #link: Link;
  readonly #outbox: Outbox;
  readonly #fail: (error: unknown) => void;
  /** The number of the last parcel that went out on this link. */
  #sent: number;
  #isOut = false;

  /**
   * @param arrived the number of the last parcel that the peer has stored
   * @param fail is told when the outbox cannot be read
   */
  constructor(link: Link, outbox: Outbox, arrived: number, fail: (error: unknown) => void) {
    this.#link = link;
    this.#outbox = outbox;
    this.#fail = fail;
    this.#sent = arrived;
    outbox.acknowledge(arrived);
    this.wake();
  }

  /** Something waits: it goes out once what runs now is done, so that STOPPED, which does not wait, goes before the message (P5-5). */
  wake(): void {
    if (this.#isOut) return;
    this.#isOut = true;
    queueMicrotask(() => void this.#run());
  }

  async #run(): Promise<void> {
    try {
      await this.#send();
    } catch (error) {
      this.#isOut = false;
      this.#fail(error);
    }
  }

  /**
   * Sends what waits, by the page. It does not wait for an answer to each, as Matrix does with its transactions: a page goes out when the
   * socket has taken the one before, and what the peer has not stored when the link breaks is sent again on the next one.
   */
  async #send(): Promise<void> {
    // #region send
    for (let page = this.#next(); page.length > 0; page = this.#next()) {
      for (const parcel of page) {
        this.#link.say(formatParcel(parcel));
        this.#sent = parcel.number;
      }
      await this.#link.connection.drained();
    }
    // #endregion send
  }

  /** The first parcels that have not gone out on this link. When there are none, or the link is gone, the way is over, until `wake`. */
  #next(): NumberedParcel[] {
    const page = this.#link.isOpen ? this.#outbox.after(this.#sent) : [];
    const [first] = page;
    if (!first) this.#isOut = false;
    else if (first.number > this.#sent + 1) this.#link.say({ verb: 'SKIP', target: String(first.number - 1) }); // it was dropped
    return page;
  }
}
