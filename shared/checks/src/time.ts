// Waiting for a while, and waiting for something no longer than a while.

/** How long a broker has to answer, in ms, unless told otherwise. */
export const ANSWER_LIMIT_MS = 5000;
/** How long what has come already takes to be read, in ms. */
const READ_MS = 10;

/** Resolves after so many ms. */
export function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Resolves to what the promise does, or to `undefined` when that takes too long. If this process stood still meanwhile (the machine was busy, or
 * slept), Node runs its timers before it reads what has come: so that is read first.
 */
export async function withinLimit<T>(promise: Promise<T>, limit = ANSWER_LIMIT_MS): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => (timer = setTimeout(() => resolve(undefined), READ_MS)), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
