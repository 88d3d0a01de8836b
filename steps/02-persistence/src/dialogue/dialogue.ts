// What a session says, one command after the other, and what the broker answers: OK or ERROR, with the label of the command.

import type { Pace, PacedSession } from '#pace';
import { checkTags, TaggedPacket, type TaggedSession } from '#tags';
import type { Turn } from '#turn';
import { type Broker, parseFrame, type Session } from '01-basic-pubsub';
import { type Frame, Refusal, splitTags, type Tags } from '@workshop/protocol';

/** How many frames may wait behind a running command before the broker stops reading from the client. */
const MAX_WAITING = 64;

interface Speaker extends TaggedSession, PacedSession {
  /** What the client has sent while a command of this session is running; absent when none is. */
  waiting?: (string | Refusal)[] | undefined;
}

/**
 * Runs the commands of each session in order (P2-6), and answers them. A command returns the tags of its OK, or a promise of them: while
 * the promise is pending, the session's next commands wait. A command that returns nothing calls `answer` itself, when it is ready.
 */
export class Dialogue {
  /** Called before every command, whether or not the broker knows its verb. Throw a Refusal to say no. */
  readonly before: ((session: Session, frame: Frame) => void)[] = [];
  /** Verbs that are answered even when they come without tags. */
  readonly alwaysAnswered = new Set<string>();
  readonly #broker: Broker;
  readonly #turn: Pick<Turn, 'settle'>;

  constructor(broker: Broker, turn: Pick<Turn, 'settle'>) {
    this.#broker = broker;
    this.#turn = turn;
  }

  // #region receive
  /** Takes what a client sent, in place of the core's `receive`: with tags, and with an answer. */
  receive(session: Speaker & Pace, message: string | Refusal): void {
    if (!this.#broker.sessions.has(session)) return;
    if (session.waiting) return this.#postpone(session, session.waiting, message);
    let frame: Frame = { verb: '' };
    try {
      if (message instanceof Refusal) throw message;
      const { tags, rest } = splitTags(message);
      if (tags) session.tagged = true;
      frame = { verb: '', tags }; // if the rest is no frame, the refusal still carries the label (P1-14)
      frame = { ...parseFrame(rest), tags };
      if (tags) checkTags(tags);
      for (const check of this.before) check(session, frame);
      if (frame.verb !== 'PUBLISH') this.#turn.settle(); // before any other command runs, all earlier publishes are stored and delivered
      const outcome = this.#broker.execute(session, frame);
      if (outcome instanceof Promise) void this.#wait(session, frame, outcome);
      else this.#conclude(session, frame, outcome);
    } catch (error) {
      this.refuse(session, frame, error);
    }
  }
  // #endregion receive

  /** Answers a command: OK:<verb>:<target> with these tags, or ERROR:<code>:<text>. */
  answer(session: Session, { verb, target, tags }: Frame, outcome: Tags | Refusal): void {
    const label = tags?.get('label');
    const labelled = new Map(label ? [['label', label]] : []);
    if (outcome instanceof Refusal)
      new TaggedPacket({ verb: 'ERROR', target: outcome.code, body: outcome.message, tags: labelled }).sendTo(session);
    else if (tags || this.alwaysAnswered.has(verb)) {
      for (const [key, value] of outcome) labelled.set(key, value);
      new TaggedPacket({ verb: 'OK', target: verb, body: target, tags: labelled }).sendTo(session);
    }
  }

  /** Answers a command with what went wrong. */
  refuse(session: Session, frame: Frame, error: unknown): void {
    this.#turn.settle(); // answers come in the order of their commands
    this.answer(session, frame, this.#broker.explain(error));
  }

  #conclude(session: Session, frame: Frame, outcome: unknown): void {
    if (outcome instanceof Map) this.answer(session, frame, outcome);
  }

  // The broker doesn't stop reading at the first waiting frame: a pong or a close frame may come next.
  #postpone(session: Pace, waiting: (string | Refusal)[], message: string | Refusal): void {
    if (waiting.push(message) === MAX_WAITING) session.pause();
  }

  async #wait(session: Speaker & Pace, frame: Frame, running: Promise<unknown>): Promise<void> {
    const waiting: (string | Refusal)[] = (session.waiting = []);
    try {
      this.#conclude(session, frame, await running);
    } catch (error) {
      this.refuse(session, frame, error);
    }
    session.waiting = undefined;
    if (waiting.length > 0) this.#broker.guard(() => this.#takeUp(session, waiting), session);
  }

  /** Once a command is done: what its session sent meanwhile takes effect now, in the order sent (P2-6). */
  #takeUp(session: Speaker & Pace, waiting: readonly (string | Refusal)[]): void {
    // #region queue
    if (waiting.length >= MAX_WAITING) session.resume();
    for (const message of waiting) this.receive(session, message);
    // #endregion queue
  }
}
