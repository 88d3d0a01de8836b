// A message's path through the broker: everything that sessions publish in one turn of the event loop is stored in one transaction, and
// only then delivered and answered.

import type { MessageStore } from '#store';
import type { Broker, Session } from '01-basic-pubsub';
import type { Refusal, Tags } from '@workshop/protocol';

/** A published message. A later stage adds optional properties of its own, in an interface that extends this one. */
export interface Message {
  readonly channel: string;
  readonly body: string;
  /** The session that published it; absent when it came from another broker. */
  readonly session?: Session | undefined;
  /** The id that its publisher gave it, if any. */
  id?: string | undefined;
  /** The publisher's name, from stage 03 on. */
  from?: string | undefined;
  /** When it was published, in ms since 1970; absent means now. */
  time?: number | undefined;
  /** The tags of its MSG. */
  tags?: Tags | undefined;
  /** The tags of the OK that its publisher gets. */
  receipt?: Tags | undefined;
  /** Whether it was stored before: then its publisher is answered, and nobody gets it again. */
  duplicate?: boolean;
  /** Called once, with what became of it: the receipt when it is stored, or the refusal. */
  readonly done?: (outcome: Tags | Refusal) => void;
}

type Step = (message: Message) => void;

/** The tags of an OK that has nothing to add. */
export const NO_TAGS: Tags = new Map();

export class Turn {
  // #region steps
  /** What happens to each message, in this order. A feature pushes a function to the step where its work belongs. */
  readonly steps = {
    /** May it be published? Throw a Refusal to say no. */
    check: [] as Step[],
    /** Add what the broker itself knows about it, such as who it is from. */
    stamp: [] as Step[],
    /** Store it. This runs within the turn's transaction: all messages of the turn are stored, or none. */
    store: [] as Step[],
    /** Announce what must be known before anybody gets the message, which is stored by now. */
    announce: [] as Step[],
    /** Hand it to everyone who wants it. */
    deliver: [] as Step[],
  };
  // #endregion steps

  readonly #broker: Broker;
  readonly #store: MessageStore;
  readonly #later: (work: () => void) => void;
  #messages: Message[] = [];

  /** @param later runs its argument once this turn of the event loop is over */
  constructor(broker: Broker, store: MessageStore, later: (work: () => void) => void) {
    this.#broker = broker;
    this.#store = store;
    this.#later = later;
  }

  /**
   * Accepts a message for this turn.
   * @throws {Refusal} when a check says no
   */
  publish(message: Message): void {
    // #region gather
    for (const check of this.steps.check) check(message);
    for (const stamp of this.steps.stamp) stamp(message);
    if (this.#messages.push(message) === 1) this.#later(() => this.#broker.guard(() => this.settle()));
    // #endregion gather
  }

  /** Ends the turn now: stores what was published in it, hands it on and answers it, in the order published. */
  settle(): void {
    const messages = this.#messages;
    if (messages.length === 0) return;
    this.#messages = [];
    // #region commit
    try {
      this.#store.transaction(() => {
        for (const message of messages) for (const store of this.steps.store) store(message);
      });
    } catch (error) {
      const refusal = this.#broker.explain(error);
      for (const { done } of messages) done?.(refusal);
      return;
    }
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }
    // #endregion commit
  }

  /**
   * Hands on a message that is stored. If a step fails, the remaining steps are skipped, and the publisher is told of the failure. It
   * still gets its OK: the OK means that the message is stored, and it is.
   */
  #handOn(message: Message): void {
    const { announce, deliver } = this.steps;
    this.#broker.guard(() => {
      for (const step of [...announce, ...deliver]) step(message);
    }, message.session);
  }
}
