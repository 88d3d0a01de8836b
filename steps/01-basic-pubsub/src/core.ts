// The core of every broker in this workshop: sessions, a table of commands, hooks for features, and the turn.
// It knows no socket, no file and no Node API, so the very same code runs inside a page.

import { CLOSE_CODES, type CloseCode, type Frame, parseCommand, quote, Refusal, type Tags } from '@workshop/protocol';
import type { Command, Feature, Hooks, Outcome } from './hooks.ts';
import { type Connection, type Message, Packet, Session } from './session.ts';

export interface CoreOptions {
  /** Runs `work` once this turn of the event loop is over: `setImmediate` in Node. By default, as soon as what runs now is done. */
  later?: (work: () => void) => void;
  /** Is told of each failure that is no Refusal: the broker's own fault. */
  report?: (error: unknown) => void;
}

/** A message of this turn, and who wants to know what became of it. */
interface Publication {
  readonly message: Message;
  readonly session: Session | undefined;
  readonly frame: Frame | undefined;
}

const NO_TAGS: Tags = new Map();

export class Broker {
  readonly sessions = new Set<Session>();
  readonly commands = new Map<string, Command>();
  readonly #features: Hooks[] = [];
  readonly #later: (work: () => void) => void;
  readonly #report: (error: unknown) => void;
  #turn: Publication[] = [];

  constructor(options: CoreOptions) {
    this.#later = options.later ?? ((work) => void Promise.resolve().then(work));
    this.#report = options.report ?? (() => {});
  }

  use(feature: Feature): this {
    const hooks = feature(this);
    this.#features.push(hooks);
    for (const [verb, command] of Object.entries(hooks.commands ?? {})) this.commands.set(verb, command);
    return this;
  }

  connect(connection: Connection): Session {
    const session = new Session(connection);
    this.sessions.add(session);
    for (const hooks of this.#features) this.guard(() => hooks.connect?.(session), session);
    return session;
  }

  /** Forgets a session, however it went away. Again = no change. */
  disconnect(session: Session): void {
    if (!this.sessions.delete(session)) return;
    this.settle();
    for (const hooks of this.#features) this.guard(() => hooks.disconnect?.(session));
  }

  /** Takes a frame from a session. While a command of the session runs, its next ones wait: they take effect in the order sent (P2-6). */
  receive(session: Session, text: string): void {
    if (!this.sessions.has(session)) return;
    if (session.waiting) return void session.waiting.push(text);
    let frame: Frame | undefined;
    try {
      frame = parseCommand(text);
      for (const hooks of this.#features) hooks.command?.(session, frame);
      const command = this.commands.get(frame.verb);
      if (!command)
        throw new Refusal('UNKNOWN_COMMAND', `${quote(frame.verb)} is not known here: there is ${[...this.commands.keys()].join(', ')}`);
      if (frame.verb !== 'PUBLISH') this.settle(); // every other command sees a settled world
      const outcome = command(session, frame);
      if (outcome instanceof Promise) void this.#wait(session, outcome, frame);
      else this.#conclude(session, outcome, frame);
    } catch (error) {
      this.refuse(session, error, frame);
    }
  }

  async #wait(session: Session, running: Promise<Outcome>, frame: Frame): Promise<void> {
    const waiting: string[] = (session.waiting = []);
    session.connection.pause();
    try {
      this.#conclude(session, await running, frame);
    } catch (error) {
      this.refuse(session, error, frame);
    }
    session.waiting = undefined;
    session.connection.resume();
    for (const text of waiting) this.receive(session, text);
  }

  #conclude(session: Session, outcome: Outcome, frame: Frame): void {
    if (outcome !== 'answered') this.answer(session, outcome ?? NO_TAGS, frame);
  }

  /** Answers a command: done, with these tags, or refused. */
  answer(session: Session, outcome: Tags | Refusal, frame?: Frame): void {
    for (const hooks of this.#features.toReversed()) {
      const answer = hooks.answer?.(session, outcome, frame);
      if (answer) return session.send(new Packet(answer));
    }
    if (outcome instanceof Refusal) session.send(new Packet({ verb: 'ERROR', target: outcome.code, body: outcome.message }));
  }

  /** Answers what went wrong; what is no Refusal is the broker's own fault, reported to its host and not shown to clients. */
  refuse(session: Session, error: unknown, frame?: Frame): void {
    this.settle(); // answers come in the order of their commands
    if (error instanceof Refusal) return this.answer(session, error, frame);
    this.#report(error);
    this.answer(session, new Refusal('INTERNAL', 'the broker failed at this, by its own fault: its log says more'), frame);
  }

  /** Does what no command asked for. When it fails, the session concerned is told, or all are; nothing else is disturbed. */
  guard(work: () => void, concerned?: Session): void {
    try {
      work();
    } catch (error) {
      for (const session of concerned ? [concerned] : this.sessions) this.refuse(session, error);
    }
  }

  /**
   * Asks the features whether a session may read a channel.
   * @throws {Refusal} when one says no
   */
  authorize(session: Session, channel: string): void {
    for (const hooks of this.#features) hooks.authorize?.(session, channel);
  }

  /**
   * Accepts a message. What is published in one turn of the event loop is stored in one transaction at its end, then delivered
   * and answered in order.
   * @throws {Refusal} when a feature says no
   */
  publish(message: Message, session?: Session, frame?: Frame): 'answered' {
    for (const hooks of this.#features) hooks.publish?.(message, session, frame);
    if (this.#turn.push({ message, session, frame }) === 1) this.#later(() => this.settle());
    return 'answered';
  }

  /** Ends the turn now. */
  settle(): void {
    if (this.#turn.length === 0) return;
    const turn = this.#turn;
    this.#turn = [];
    try {
      this.#transaction(() => {
        for (const { message } of turn) for (const hooks of this.#features) hooks.store?.(message);
      });
    } catch (error) {
      for (const { session, frame } of turn) if (session) this.refuse(session, error, frame);
      return;
    }
    for (const publication of turn) this.#deliver(publication);
  }

  #transaction(stores: () => void): void {
    const transactional = this.#features.find((hooks) => hooks.transaction);
    if (transactional?.transaction) transactional.transaction(stores);
    else stores();
  }

  #deliver({ message, session, frame }: Publication): void {
    try {
      if (!message.duplicate) for (const hooks of this.#features.toReversed()) hooks.deliver?.(message);
      if (session && frame) this.answer(session, message.receipt ?? NO_TAGS, frame);
    } catch (error) {
      if (session) this.refuse(session, error, frame);
    }
  }

  /** Ends a session from this side: it gets nothing more, and what it still sends has no effect. */
  drop(session: Session, code: CloseCode, reason: string): void {
    this.disconnect(session);
    session.connection.close(code, reason);
  }

  /** Ends every session, then lets the features close what they hold. */
  close(): void {
    this.settle();
    for (const session of this.sessions) this.drop(session, CLOSE_CODES.SHUTTING_DOWN, 'the broker is shutting down');
    for (const hooks of this.#features) hooks.close?.();
  }
}
