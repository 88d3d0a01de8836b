// The core of every broker in this workshop: the sessions, a table of commands, and what to do when a client connects, sends or leaves.
// It uses no socket, no file and no Node API, so the same code runs inside a page.

import { parseFrame } from '#frames';
import type { Session } from '#session';
import { CLOSE_CODES, type CloseCode, type Frame, quote, Refusal } from '@workshop/protocol';

/** The tags of a frame, as in `@label=7 PUBLISH:news:Hi`. Stage 02 reads them; this stage skips them (P1-14). */
const TAGS = /^@[^ ]* /;

/**
 * Does what a frame asks for. This stage ignores the result; stage 02 sends it as the answer.
 * @throws {Refusal} to say no; after any other error, the client gets `INTERNAL`
 */
export type Command<S extends Session = Session> = (session: S, frame: Frame) => unknown;

export interface CoreOptions {
  /** Called with each error that is not a Refusal, and so is the broker's own fault. */
  readonly report?: (error: unknown) => void;
}

export class Broker {
  readonly sessions = new Set<Session>();
  /** By verb. To add a command, set one; to replace one, set it again. */
  readonly commands = new Map<string, Command>();
  /** What else to do when a session connects, when it leaves, and when the broker closes. To add something, push a function. */
  readonly onConnect: ((session: Session) => void)[] = [];
  readonly onDisconnect: ((session: Session) => void)[] = [];
  readonly onClose: (() => void)[] = [];
  readonly #report: (error: unknown) => void;

  constructor({ report = () => {} }: CoreOptions = {}) {
    this.#report = report;
  }

  connect(session: Session): void {
    this.sessions.add(session);
    for (const greet of this.onConnect) this.guard(() => greet(session), session);
  }

  // #region receive
  /** Takes one message from a client: its text or, if the message was binary, the refusal to answer it with. */
  receive(session: Session, message: string | Refusal): void {
    if (!this.sessions.has(session)) return; // the session was dropped while this message was still on its way
    try {
      if (message instanceof Refusal) throw message;
      this.execute(session, parseFrame(message.replace(TAGS, '')));
    } catch (error) {
      this.refuse(session, error);
    }
  }

  /**
   * Runs the command that a frame names.
   * @throws {Refusal} if there is no such command, or if the command says no
   */
  execute(session: Session, frame: Frame): unknown {
    const command = this.commands.get(frame.verb);
    if (command) return command(session, frame);
    throw new Refusal(
      'UNKNOWN_COMMAND',
      `${quote(frame.verb)} is not known here: the commands are ${[...this.commands.keys()].join(', ')}`,
    );
  }
  // #endregion receive

  /** Forgets a session that has gone, however it ended. Calling it again changes nothing. */
  disconnect(session: Session): void {
    if (!this.sessions.delete(session)) return;
    for (const leave of this.onDisconnect) this.guard(() => leave(session));
  }

  /** Ends a session from the broker's side. The broker forgets it at once, and whatever the client still sends has no effect. */
  drop(session: Session, code: CloseCode, reason: string): void {
    this.disconnect(session);
    session.close(code, reason);
  }

  /** Ends every session, then lets each feature close what it holds: the newest feature first, since it may still need the older ones. */
  close(): void {
    for (const session of this.sessions) this.drop(session, CLOSE_CODES.SHUTTING_DOWN, 'the broker is shutting down');
    for (const close of this.onClose.toReversed()) this.guard(close);
  }

  /** Tells a client what went wrong: `ERROR:<code>:<text for a person>` (P1-15). */
  refuse(session: Session, error: unknown): void {
    const { code, message } = this.explain(error);
    session.send({ frame: { verb: 'ERROR', target: code, body: message } });
  }

  /** What a client may know about an error. Any error but a Refusal is the broker's own fault, so its details go to the log instead. */
  explain(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    this.#report(error);
    return new Refusal('INTERNAL', 'the broker failed at this through a fault of its own: its log says more');
  }

  /** Does work that no command asked for, such as a timer's. If the work throws, `guard` calls `fail`, and the broker carries on. */
  guard(work: () => void, concerned?: Session): void {
    try {
      work();
    } catch (error) {
      this.fail(error, concerned);
    }
  }

  /** Sends an error that answers no command to the session concerned or, if none is given, to all sessions. */
  fail(error: unknown, concerned?: Session): void {
    const refusal = this.explain(error);
    for (const session of concerned ? [concerned] : this.sessions) this.refuse(session, refusal);
  }
}
