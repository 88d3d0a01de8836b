// When a load ends: after some time, or after some publishes.

/** Whether it is over, once so many publishes have been sent. */
export type Limit = (sent: number) => boolean;

/** From now on. */
export function forSeconds(seconds: number): Limit {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() > end;
}

/** However long it takes: on a busy machine, a process is as warm after it as on a quiet one. */
export function forPublishes(count: number): Limit {
  return (sent) => sent >= count;
}
