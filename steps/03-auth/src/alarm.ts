// An alarm at a time of day, however far away.

/**
 * Never in one go: beyond 24.8 days a timer fires at once, and no timer counts the time for which a machine sleeps. So the clock
 * is looked at again after this long, in ms.
 */
const LOOK_AGAIN_MS = 60_000;

/**
 * Calls `ring` once, when the clock shows `at`; in a later turn even where that has passed.
 * @param at milliseconds since 1970
 * @returns calls it off
 */
export function setAlarm(at: number, ring: () => void): () => void {
  const start = () => setTimeout(look, Math.min(at - Date.now(), LOOK_AGAIN_MS));
  const look = () => {
    if (Date.now() >= at) ring();
    else timer = start();
  };
  let timer = start();
  return () => clearTimeout(timer);
}
