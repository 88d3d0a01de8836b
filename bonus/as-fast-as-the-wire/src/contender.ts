// An output as it is measured: one process with its subscribers, which stay, so that many short rounds can go by turns.

import { MeasuredBroker } from 'bench/broker';
import { FAN_OUT, joinFanOut } from 'bench/fan-out';
import { costOf } from 'bench/meter';
import { sharesOf } from './profile/attribution.ts';
import type { Shares } from './profile/parts.ts';

const MAIN = new URL('./main.ts', import.meta.url);

/** About how much CPU a round takes, in µs: short, because what disturbs one output is then still there in the turn of the next. */
const ROUND_CPU = 60_000;
const WARM_UP_PUBLISHES = 200;
/** How often the round's load is given to a broker that is profiled. */
const PROFILED_ROUNDS = 20;
/** An output that loses messages would be waited for without end. */
const PATIENCE_MS = 60_000;

export class Contender {
  readonly #broker: MeasuredBroker;
  readonly #load: (publishes: number) => Promise<number>;
  /** In each round. Counted, because on a busy machine nobody knows what a time is enough for. */
  #publishes = WARM_UP_PUBLISHES;

  private constructor(broker: MeasuredBroker, load: (publishes: number) => Promise<number>) {
    this.#broker = broker;
    this.#load = load;
  }

  /** Resolves when the broker is warm. @param output its number, or nothing for the exercise */
  static async start(output?: number): Promise<Contender> {
    // As rarely as a timer can: a ping would be counted as a part of a message.
    const settings = { PING_INTERVAL_MS: String(2 ** 31 - 1) };
    const broker = await MeasuredBroker.start(MAIN, settings, output === undefined ? [] : [String(output)]);
    try {
      const contender = new Contender(broker, await joinFanOut(broker.url));
      for (let warmUp = 0; warmUp < 2; warmUp++) {
        const cost = await contender.round();
        contender.#publishes = Math.ceil(ROUND_CPU / (cost * FAN_OUT.subscribers));
      }
      return contender;
    } catch (error) {
      await broker.stop();
      throw error;
    }
  }

  /** Resolves with the broker's CPU for each delivery, in µs. @throws {Error} when the output loses messages */
  round(): Promise<number> {
    return beforeLong(costOf(this.#broker, () => this.#load(this.#publishes)));
  }

  /** Where the CPU goes, under the same load. */
  async shares(): Promise<Shares> {
    await this.#broker.profile();
    for (let round = 0; round < PROFILED_ROUNDS; round++) await this.round();
    return sharesOf(await this.#broker.profiled());
  }

  stop(): Promise<void> {
    return this.#broker.stop();
  }
}

async function beforeLong<T>(work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const message = `not every subscriber got every message within ${PATIENCE_MS / 1000} s: does this output write every frame?`;
  const timer = setTimeout(() => reject(new Error(message)), PATIENCE_MS);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
