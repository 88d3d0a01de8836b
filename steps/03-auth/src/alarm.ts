// An alarm for a given time, however far away.

/**
 * How long to wait, in ms, before looking at the clock again. One timer for the whole time would not do: beyond 24.8 days it fires at
 * once, and it does not count the hours that a machine sleeps.
 */
const LOOK_AGAIN_MS = 60_000;

/**
 * Calls `ring` once, when the clock shows `at`. If that time has passed, it rings in a later turn, never before `setAlarm` returns.
 * @param at milliseconds since 1970
 * @returns a function that calls the alarm off
 */
export function setAlarm(at: number, ring: () => void): () => void {
  // #region alarm
  const start = () => setTimeout(look, Math.max(0, Math.min(at - Date.now(), LOOK_AGAIN_MS)));
  const look = () => {
    if (Date.now() >= at) ring();
    else timer = start();
  };
  let timer = start();
  return () => clearTimeout(timer);
  // #endregion alarm
}
