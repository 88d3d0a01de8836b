// The broker that most checks share: starting one takes longer than most checks.

import type { Broker } from './broker.ts';
import { Failure, type FailureParts } from './check.ts';
import { Client } from './client.ts';
import { withinLimit } from './time.ts';
import type { Exit } from './processes.ts';
import { Transcript } from './transcript.ts';

/** After so many brokers in a row that ended or hung, no further one is tried. */
const MAX_LOST = 3;
const GIVEN_UP = 'the broker ended or hung in several checks';
/** A process that has crashed may take a moment to be gone. */
export const END_LIMIT_MS = 1000;

/** A broker that checks share. One that has ended, or hangs, is replaced for the next check. */
export class SharedBroker {
  readonly #create: () => Broker;
  readonly #patience: number;
  readonly #giveUp: (reason: string) => void;
  #broker: Broker | undefined;
  #lost = 0;

  /** @param giveUp is called when no further check needs to be tried */
  constructor(create: () => Broker, patience: number, giveUp: (reason: string) => void) {
    this.#create = create;
    this.#patience = patience;
    this.#giveUp = giveUp;
  }

  /** @throws {Failure} when none comes up: then none would come up for the next check either */
  async get(): Promise<Broker> {
    if (this.#broker?.alive) return this.#broker;
    await this.remove();
    this.#broker = this.#create();
    try {
      return await this.#broker.start();
    } catch (error) {
      if (error instanceof Failure) this.#giveUp(error.parts.message);
      throw error;
    }
  }

  /** After a failure, finds out what has become of the broker. One that is of no use any more is given up. */
  async examine(): Promise<Partial<FailureParts> | undefined> {
    const broker = this.#broker;
    if (!broker) return undefined;
    if (broker.alive && (await isAnswering(broker, this.#patience))) {
      this.#lost = 0;
      return undefined;
    }
    const ended = await broker.stopped(END_LIMIT_MS);
    if (ended) await withinLimit(broker.closed, END_LIMIT_MS); // its last words may still be on the way
    const state = ended
      ? endedState(ended)
      : { got: 'the broker hangs: it no longer lets anybody in', cause: 'something in it never ends, and nothing else gets a turn' };
    const printed = broker.stderr;
    this.#lost += 1;
    if (this.#lost >= MAX_LOST) this.#giveUp(GIVEN_UP);
    await this.remove();
    return { ...state, printed };
  }

  async remove(): Promise<void> {
    await this.#broker?.remove();
    this.#broker = undefined;
  }
}

export function endedState({ signal, code }: Exit): Partial<FailureParts> {
  return { message: 'the broker ended in the middle of this check', got: signal ?? `exit code ${code}` };
}

/** Whether it still answers a WebSocket handshake, if only with a refusal. */
async function isAnswering(broker: Broker, patience: number): Promise<boolean> {
  try {
    const client = await Client.open({
      who: 'grader',
      broker,
      transcript: new Transcript(),
      draw: () => '',
      onTodo: () => {},
      patience,
    });
    void client.leave('reset');
    return true;
  } catch (error) {
    return error instanceof Failure && error.parts.got.startsWith('HTTP');
  }
}
