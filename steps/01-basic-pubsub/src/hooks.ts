// Where a feature takes part in the broker. Every stage is a feature: a function from the broker to its hooks.

import type { Frame, Refusal, Tags } from '@workshop/protocol';
import type { Broker } from './core.ts';
import type { Message, Session } from './session.ts';

export type Feature<S extends Session = Session, M extends Message = Message> = (broker: Broker) => Hooks<S, M>;

/** What a command leaves to be answered: an OK with these tags; an OK without any; or nothing, for it answers by itself. */
export type Outcome = Tags | void | 'answered';

/** @throws {Refusal} to say no; whatever else is thrown is answered as `INTERNAL` */
export type Command<S extends Session = Session> = (session: S, frame: Frame) => Outcome | Promise<Outcome>;

/** What a user may be allowed to do with a channel. */
export type Right = 'publish' | 'subscribe';

/** Hooks run in the order in which their features were added, unless it says otherwise. */
export interface Hooks<S extends Session = Session, M extends Message = Message> {
  /** By verb. Replaces the command that an older feature has for it. */
  commands?: Record<string, Command<S>>;
  connect?(session: S): void;
  /** Before every command, known or not. Throw a Refusal to say no. */
  command?(session: S, frame: Frame): void;
  /** Before a session may publish to a channel or read it, in whatever way. Throw a Refusal to say no. */
  authorize?(session: S, channel: string, right: Right): void;
  /** The session has proved who its user is. Once for each session. */
  login?(session: S): void;
  /** The session reads the channel from now on; perhaps it did before. */
  subscribe?(session: S, channel: string): void;
  /** It does so no longer. Not called for sessions that go away: `disconnect` is. */
  unsubscribe?(session: S, channel: string): void;
  /** The sessions that get a channel's messages, as far as this feature knows. */
  readers?(channel: string): ReadonlySet<S> | undefined;
  /** Before a message is accepted. Stamp it, or throw a Refusal to say no. */
  publish?(message: M, session?: S, frame?: Frame): void;
  /** Round the stores of a whole turn: all of them happen, or none. */
  transaction?(stores: () => void): void;
  /** The message is accepted: remember it, or find that it is a duplicate. */
  store?(message: M): void;
  /** Hand the message on. The newest feature first. */
  deliver?(message: M): void;
  /** The frame that answers a command. The newest feature that gives one decides; else only a refusal is answered. */
  answer?(session: S, outcome: Tags | Refusal, frame?: Frame): Frame | undefined;
  disconnect?(session: S): void;
  close?(): void;
}
