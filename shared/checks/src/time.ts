// Waiting for a while, and waiting for something no longer than a while.

/** How long a broker has to answer, in ms, unless told otherwise. */
export const ANSWER_LIMIT_MS = 5000;
/** How often a limit looks whether this process stands still, in ms. */
const TICK_MS = 50;

/** Resolves after so many ms. */
export function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * A limit that notices when this process stood still at its end (the machine was busy, or slept): then what came meanwhile is read before the limit
 * has passed.
 */
export class Limit {
  /** Resolves when the limit has passed; never, once it was stopped. */
  readonly passed: Promise<undefined>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ms: number) {
    this.passed = new Promise((resolve) => this.#wait(ms, () => resolve(undefined)));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(left: number, end: () => void): void {
    const tick = Math.min(left, TICK_MS);
    const began = performance.now();
    this.#timer = setTimeout(() => {
      const took = performance.now() - began;
      if (left > took) this.#wait(left - took, end);
      else if (took > tick + TICK_MS) this.#timer = setTimeout(end, TICK_MS);
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
