// A link to another broker: one more session of this one, which reads the channels that the other broker is interested in.

import { type Packet, Session } from '01-basic-pubsub';
import { type Frame, isName, parseFrame } from '@workshop/protocol';
import type { Identity } from './handshake.ts';
import type { Listener, Wire } from './wire.ts';

/** What a session is told of others while it happens, and a peer too: it is not kept for later. */
const FORWARDED: readonly string[] = ['USER_TYPING', 'USER_STOPPED'];

export class Link extends Session {
  readonly them: Identity;
  /** The same on either side. */
  readonly id: string;
  readonly isDialled: boolean;
  /** The number of the last message that came from the peer, now or on a link before. */
  received = 0;
  readonly #wire: Wire;
  #acknowledged = 0;

  constructor(wire: Wire, them: Identity, id: string, isDialled: boolean) {
    super(wire.connection);
    this.#wire = wire;
    this.them = them;
    this.id = id;
    this.isDialled = isDialled;
  }

  get isOpen(): boolean {
    return !this.#wire.isClosed;
  }

  get gone(): Promise<void> {
    return this.#wire.gone;
  }

  /** Says something to the other broker. */
  say(frame: Frame): void {
    this.#wire.send(frame);
  }

  /** Says that all up to a number is stored here: once for all that one turn has stored. */
  acknowledge(number: number): void {
    if (this.#acknowledged === 0) queueMicrotask(() => this.#sayAcknowledged());
    this.#acknowledged = number;
  }

  #sayAcknowledged(): void {
    this.say({ verb: 'ACK', target: String(this.#acknowledged) });
    this.#acknowledged = 0;
  }

  /**
   * What this broker tells its sessions. Who types crosses one link, so only if it is a user of this broker (P7-7); messages are not
   * sent in this way but from the outbox; and answers are for clients.
   */
  override send(packet: Packet): void {
    const { verb, target, body = '' } = parseFrame(packet.text(false));
    if (FORWARDED.includes(verb) && isName(body)) this.say({ verb, target, body });
  }

  handTo(listener: Listener): void {
    this.#wire.handTo(listener);
  }

  hangUp(): void {
    this.#wire.hangUp();
  }
}
