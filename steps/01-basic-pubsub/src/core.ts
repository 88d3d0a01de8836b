// The core of every broker in this workshop: the sessions, a table of commands, and what happens when a client comes, speaks and goes.
// It knows no socket, no file and no Node API, so the same code runs inside a page.

import { parseFrame } from '#frames';
import type { Session } from '#session';
import { CLOSE_CODES, type CloseCode, type Frame, quote, Refusal } from '@workshop/protocol';

/** Tags, as in `@label=7 PUBLISH:news:Hi`. Stage 02 reads them; this stage skips them (P1-14). */
const TAGS = /^@[^ ]* /;

/**
 * Does what a frame asks for. This stage ignores its result; stage 02 answers with it.
 * @throws {Refusal} to say no; any other error is answered as `INTERNAL`
 */
export type Command<S extends Session = Session> = (session: S, frame: Frame) => unknown;

export interface CoreOptions {
  /** Is called with each error that is no Refusal: the broker's own fault. */
  readonly report?: (error: unknown) => void;
}

export class Broker {
  readonly sessions = new Set<Session>();
  /** By verb. To add a command, set one; to replace one, set it again. */
  readonly commands = new Map<string, Command>();
  /** What else to do when a session comes, when it goes, and when the broker closes. To take part, push a function. */
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
  /** Takes one message of a client: its text; or, when the message was no text, the refusal that answers it. */
  receive(session: Session, message: string | Refusal): void {
    if (!this.sessions.has(session)) return; // it was dropped, and this was still on its way
    try {
      if (message instanceof Refusal) throw message;
      this.execute(session, parseFrame(message.replace(TAGS, '')));
    } catch (error) {
      this.refuse(session, error);
    }
  }

  /**
   * Runs the command that a frame names.
   * @throws {Refusal} when there is no such command, or the command says no
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

  /** Ends a session from this side: the broker forgets it at once, and what it still sends has no effect. */
  drop(session: Session, code: CloseCode, reason: string): void {
    this.disconnect(session);
    session.close(code, reason);
  }

  /** Ends every session, then lets the features close what they hold: the newest first, since it may use the older ones. */
  close(): void {
    for (const session of this.sessions) this.drop(session, CLOSE_CODES.SHUTTING_DOWN, 'the broker is shutting down');
    for (const close of this.onClose.toReversed()) this.guard(close);
  }

  /** Tells a client what went wrong: `ERROR:<code>:<text for a person>` (P1-15). */
  refuse(session: Session, error: unknown): void {
    const { code, message } = this.explain(error);
    session.send({ frame: { verb: 'ERROR', target: code, body: message } });
  }

  /** What a client may know of an error. One that is no Refusal is the broker's own fault: it is reported, and not shown. */
  explain(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    this.#report(error);
    return new Refusal('INTERNAL', 'the broker failed at this through a fault of its own: its log says more');
  }

  /** Does work that no command asked for, such as a timer's. If it throws, `fail` is called, and everything else goes on. */
  guard(work: () => void, concerned?: Session): void {
    try {
      work();
    } catch (error) {
      this.fail(error, concerned);
    }
  }

  /** Sends an error that answers no command: to the session concerned, or to all of them. */
  fail(error: unknown, concerned?: Session): void {
    const refusal = this.explain(error);
    for (const session of concerned ? [concerned] : this.sessions) this.refuse(session, refusal);
  }
}
