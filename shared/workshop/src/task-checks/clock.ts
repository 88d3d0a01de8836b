// A clock for task checks: it stands still until the check moves it, so that an hour takes no time.

import { mock } from 'node:test';
import type { TaskCheck } from './task-check.ts';

/** What the clock shows when a check begins, in ms since 1970. */
export const NOW = Date.UTC(2030, 0, 1);

export interface Clock {
  /** Lets time pass. Each timer fires when its time has come, one that another timer sets meanwhile as well. */
  pass(ms: number): void;
  /** Moves the clock, and no timer counts it: the machine has slept. */
  sleep(ms: number): void;
}

/** A check in which `Date`, `setTimeout` and `setInterval` keep to the check's own clock. */
export function withClock(check: (clock: Clock) => void | Promise<void>): TaskCheck {
  return async () => {
    mock.timers.reset(); // a check that never came to its end has left it
    mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'], now: NOW });
    try {
      await check({
        // By steps: a leap would also take the time of the timers that are set during it.
        pass: (ms) => {
          for (let passed = 0; passed < ms; passed += 1) mock.timers.tick(1);
        },
        sleep,
      });
    } finally {
      mock.timers.reset();
    }
  };
}

/** From now on the clock shows a later time, of which the timers know nothing. */
function sleep(ms: number): void {
  const { Date: before } = globalThis;
  const now = () => before.now() + ms;
  globalThis.Date = new Proxy(before, {
    construct: (_before, args: unknown[]) => Reflect.construct(before, args.length > 0 ? args : [now()]),
    get: (_before, key) => (key === 'now' ? now : Reflect.get(before, key)),
  });
}
