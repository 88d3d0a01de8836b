// The core of every broker in this workshop: sessions, a table of commands, hooks for features, and the turn.
// It knows no socket, no file and no Node API, so the very same code runs inside a page.

import { CLOSE_CODES, type CloseCode, type Frame, parseCommand, quote, Refusal, type Tags, tagsOf } from '@workshop/protocol';
import type { Command, Feature, Hooks, Outcome, Right } from './hooks.ts';
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

/** Frames that may wait behind a command of their session before the client is no longer read. */
const MAX_WAITING = 64;

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

  /**
   * Takes from a session what its client sent: a text, or the refusal of what is none. While a command of the session runs, its
   * next ones wait: they take effect in the order sent (P2-6).
   */
  receive(session: Session, text: string | Refusal): void {
    if (!this.sessions.has(session)) return;
    if (session.waiting) return this.#postpone(session, session.waiting, text);
    let frame: Frame | undefined;
    try {
      if (text instanceof Refusal) throw text;
      frame = parseCommand(text);
      if (frame.tags) session.tagged = true;
      for (const hooks of this.#features) hooks.command?.(session, frame);
      const command = this.commands.get(frame.verb);
      if (!command)
        throw new Refusal('UNKNOWN_COMMAND', `${quote(frame.verb)} is not known here: there is ${[...this.commands.keys()].join(', ')}`);
      if (frame.verb !== 'PUBLISH') this.settle(); // every other command sees a settled world
      const outcome = command(session, frame);
      if (outcome instanceof Promise) void this.#wait(session, outcome, frame);
      else this.#conclude(session, outcome, frame);
    } catch (error) {
      // Where the rest was no frame, the tags may still be in order: then the refusal bears their label (P1-14).
      frame ??= { verb: '', tags: text instanceof Refusal ? undefined : tagsOf(text) };
      if (frame.tags) session.tagged = true;
      this.refuse(session, error, frame);
    }
  }

  // Reading goes on for a while: what comes may be a pong, or the goodbye.
  #postpone(session: Session, waiting: (string | Refusal)[], text: string | Refusal): void {
    if (waiting.push(text) === MAX_WAITING) session.connection.pause();
  }

  async #wait(session: Session, running: Promise<Outcome>, frame: Frame): Promise<void> {
    const waiting: (string | Refusal)[] = (session.waiting = []);
    try {
      this.#conclude(session, await running, frame);
    } catch (error) {
      this.refuse(session, error, frame);
    }
    session.waiting = undefined;
    if (waiting.length >= MAX_WAITING) session.connection.resume();
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
    this.answer(session, this.#explain(error), frame);
  }

  #explain(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    this.#report(error);
    return new Refusal('INTERNAL', 'the broker failed at this, by its own fault: its log says more');
  }

  /** Does what no command asked for. When it fails, the session concerned is told, or all are; nothing else is disturbed. */
  guard(work: () => void, concerned?: Session, frame?: Frame): void {
    try {
      work();
    } catch (error) {
      const refusal = this.#explain(error);
      for (const session of concerned ? [concerned] : this.sessions) this.refuse(session, refusal, frame);
    }
  }

  /**
   * Asks the features whether a session may publish to a channel, or read it.
   * @throws {Refusal} when one says no
   */
  authorize(session: Session, channel: string, right: Right): void {
    for (const hooks of this.#features) hooks.authorize?.(session, channel, right);
  }

  /** The session has proved who its user is. */
  login(session: Session): void {
    for (const hooks of this.#features) hooks.login?.(session);
  }

  /** From now on the session reads a channel. Again = no change; nor does one that went away meanwhile. */
  subscribe(session: Session, channel: string): void {
    if (!this.sessions.has(session)) return;
    for (const hooks of this.#features) hooks.subscribe?.(session, channel);
  }

  /** The session no longer reads a channel. Where it did not = no change. */
  unsubscribe(session: Session, channel: string): void {
    for (const hooks of this.#features) hooks.unsubscribe?.(session, channel);
  }

  /** The sessions that get a channel's messages, each once. */
  readers(channel: string): ReadonlySet<Session> {
    const readers = this.#features.flatMap((hooks) => hooks.readers?.(channel) ?? []);
    return readers.length === 1 && readers[0] ? readers[0] : new Set(readers.flatMap((sessions) => [...sessions]));
  }

  /**
   * Accepts a message. What is published in one turn of the event loop is stored in one transaction at its end, then delivered
   * and answered in order.
   * @throws {Refusal} when a feature says no
   */
  publish(message: Message, session?: Session, frame?: Frame): 'answered' {
    if (session) this.authorize(session, message.channel, 'publish');
    for (const hooks of this.#features) hooks.publish?.(message, session, frame);
    if (this.#turn.push({ message, session, frame }) === 1) this.#later(() => this.settle());
    return 'answered';
  }

  // #region settle
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
      const refusal = this.#explain(error);
      for (const { session, frame } of turn) if (session) this.answer(session, refusal, frame);
      return;
    }
    for (const publication of turn) this.#deliver(publication);
  }
  // #endregion settle

  #transaction(stores: () => void): void {
    const transactional = this.#features.find((hooks) => hooks.transaction);
    if (transactional?.transaction) transactional.transaction(stores);
    else stores();
  }

  #deliver({ message, session, frame }: Publication): void {
    const deliver = () => {
      if (!message.duplicate) for (const hooks of this.#features.toReversed()) hooks.deliver?.(message);
      if (session && frame) this.answer(session, message.receipt ?? NO_TAGS, frame);
    };
    this.guard(deliver, session, frame);
  }

  /** Ends a session from this side: it gets nothing more, and what it still sends has no effect. */
  drop(session: Session, code: CloseCode, reason: string): void {
    this.disconnect(session);
    session.connection.close(code, reason);
  }

  /** Ends a session that cannot keep up, without a goodbye (P1-17). */
  cut(session: Session): void {
    this.disconnect(session);
    session.connection.cut();
  }

  /** Ends every session, then lets the features close what they hold. */
  close(): void {
    this.settle();
    for (const session of this.sessions) this.drop(session, CLOSE_CODES.SHUTTING_DOWN, 'the broker is shutting down');
    for (const hooks of this.#features) hooks.close?.();
  }
}
