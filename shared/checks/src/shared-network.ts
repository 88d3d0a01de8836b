// Networks of three linked brokers, for the checks that leave them as they found them: starting one takes longer than such a check.

import type { Context } from './context.ts';
import { type Network, startNetwork } from './network.ts';

const SIZE = 3;
/** So long that nobody's typing expires. */
const SETTINGS = { TYPING_EXPIRY_MS: '600000' };

/** A network on loan to one check. */
export interface Loan {
  readonly network: Network;
  /** A check on it has met an exercise that is still to do. */
  hasMetTodo: boolean;
  /** Gives it back: it can be used again. */
  giveBack(): void;
  /** Ends it: it may be of no use any more. */
  discard(): Promise<void>;
}

export class SharedNetworks {
  readonly #createContext: () => Context;
  readonly #started = new Set<Context>();
  readonly #free: Loan[] = [];

  /** @param createContext the brokers of a network belong to a context of its own, and end with it */
  constructor(createContext: () => Context) {
    this.#createContext = createContext;
  }

  /** @throws {Failure} when a broker does not come up */
  async lend(): Promise<Loan> {
    const free = this.#free.pop();
    if (free?.network.brokers.every(({ alive }) => alive)) return free;
    await free?.discard();
    const context = this.#createContext();
    this.#started.add(context);
    const discard = async () => {
      this.#started.delete(context);
      await context.end();
    };
    try {
      const network = await startNetwork(context, SIZE, () => SETTINGS);
      const loan: Loan = { network, hasMetTodo: false, giveBack: () => void this.#free.push(loan), discard };
      return loan;
    } catch (error) {
      await discard();
      throw error;
    }
  }

  async remove(): Promise<void> {
    await Promise.all([...this.#started].map((context) => context.end()));
  }
}
