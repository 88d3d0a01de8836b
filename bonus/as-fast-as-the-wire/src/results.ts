// What `pnpm wire --save` keeps for the chapter. Nothing but types, so that the site can import it.

import type { Figure, Occasion } from 'bench/results';
import type { Shares } from './profile/parts.ts';

export interface WireResults extends Occasion {
  readonly subscribers: number;
  /** Publishes in flight. */
  readonly window: number;
  /** In the order of their numbers: the first is the plain loop. */
  readonly outputs: readonly MeasuredOutput[];
}

export interface MeasuredOutput {
  /** CPU of the broker for each delivery, in µs. */
  readonly cost: Figure;
  /** How many times as cheap as the plain loop, in the same round. */
  readonly ratio: Figure;
  readonly shares: Shares;
}
