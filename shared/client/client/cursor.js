// How far this page has got in a channel or in the inbox. A resume starts from there (P3-15).

class Cursor {
  /** This message and all the ones before it have arrived. */
  seq = 0;
  /**
   * The store in which `seq` counts; undefined before the first subscription.
   * @type {string | undefined}
   */
  epoch;
  /** The newest message that was there before this page had any, until the page has asked for it and the ones before it; then 0. */
  unseen = 0;
  /** How many HISTORY commands are waiting for their answer. */
  histories = 0;
  #highest = 0;
  #replaying = false;
  #replayEnd = 0;

  /** Forgets the position: a broker that keeps no messages doesn't number them either. */
  reset() {
    this.seq = 0;
    this.epoch = undefined;
  }

  /** Call this when a SUBSCRIBE is sent. */
  asked() {
    this.#highest = 0;
    this.#replaying = true;
    this.#replayEnd = 0;
  }

  /**
   * @param {number} seq of the newest message when the broker subscribed us
   * @param {string | undefined} epoch
   * @param {boolean} recovered whether the broker promised to replay everything after `this.seq`
   */
  answered(seq, epoch, recovered) {
    this.epoch = epoch;
    if (!recovered) this.seq = seq;
    this.#replayEnd = seq;
    this.#replaying = this.seq < seq;
    if (!this.#replaying) this.seq = Math.max(this.seq, this.#highest);
  }

  /**
   * Call this when a message has arrived. During a replay, live messages may arrive in between (P3-18). They don't move the cursor: if
   * the connection were lost then, we would miss the rest of the replay. Messages that HISTORY asked for don't move it either.
   * @param {number} seq
   */
  saw(seq) {
    this.#highest = Math.max(this.#highest, seq);
    if (!this.#replaying) this.seq = Math.max(this.seq, seq);
    else if (seq <= this.#replayEnd && this.histories === 0) this.#replayed(seq);
  }

  /** @param {number} seq */
  #replayed(seq) {
    this.seq = Math.max(this.seq, seq);
    if (this.seq < this.#replayEnd) return;
    this.#replaying = false;
    this.seq = Math.max(this.seq, this.#highest);
  }
}

/** Private messages are numbered together, across all conversations (P6-3). */
let inbox = new Cursor();
