// Waiting for a while, and waiting for something no longer than a while.

/** How long a broker has to answer, in ms, unless told otherwise. */
export const ANSWER_LIMIT_MS = 5000;
/** How much of a limit is counted at once, in ms. */
const TICK_MS = 50;

/** Resolves after so many ms. */
export function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * A limit that is counted in ticks. Of a time in which this process stood still (the machine was busy, or slept), one tick counts, and what came
 * meanwhile is read before the limit has passed.
 */
export class Limit {
  /** Resolves when the limit has passed; never, once it was stopped. */
  readonly passed: Promise<undefined>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ms: number) {
    this.passed = new Promise((resolve) => this.#tick(ms, () => resolve(undefined)));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #tick(left: number, end: () => void): void {
    const tick = Math.min(left, TICK_MS);
    const began = performance.now();
    this.#timer = setTimeout(() => {
      const isLate = performance.now() - began > tick + TICK_MS;
      if (left > tick) this.#tick(left - tick, end);
      else if (isLate) this.#timer = setTimeout(end, TICK_MS);
      else end();
    }, tick);
  }
}

/** Resolves to what the promise does, or to `undefined` when that takes too long. */
export async function withinLimit<T>(promise: Promise<T>, limit = ANSWER_LIMIT_MS): Promise<T | undefined> {
  const late = new Limit(limit);
  try {
    return await Promise.race([promise, late.passed]);
  } finally {
    late.stop();
  }
}
