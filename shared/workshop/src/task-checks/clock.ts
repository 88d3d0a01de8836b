// A clock for task checks: it stands still until the check moves it, so that an hour takes no time.

import type { TaskCheck } from './task-check.ts';

/** What the clock shows when a check begins, in ms since 1970. */
export const NOW = Date.UTC(2030, 0, 1);

/** A timer set for longer than 32 bits can count fires at once, as Node's timers do. */
const MAX_DELAY = 2 ** 31 - 1;
const { Date: RealDate, setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;

/** A check in which `Date` and the timers follow a clock of the check's own. */
export function withClock(check: (clock: Clock) => void | Promise<void>): TaskCheck {
  return async () => {
    const clock = stopClock();
    try {
      await check(clock);
    } finally {
      clock.goOn();
    }
  };
}

/** From now on, `Date` and the timers follow a clock that stands still until the check moves it. @param now what it shows */
export function stopClock(now = NOW): Clock {
  const clock = new Clock(now);
  const clear = (timer: unknown) => clock.clear(timer);
  Object.assign(globalThis, {
    Date: new Proxy(RealDate, {
      construct: (_date, args: unknown[]) => Reflect.construct(RealDate, args.length > 0 ? args : [clock.now()]),
      get: (date, key) => (key === 'now' ? () => clock.now() : Reflect.get(date, key)),
    }),
    setTimeout: (work: Work, delay?: number, ...args: unknown[]) => clock.start(() => work(...args), delay, false),
    setInterval: (work: Work, delay?: number, ...args: unknown[]) => clock.start(() => work(...args), delay, true),
    clearTimeout: clear,
    clearInterval: clear,
  });
  return clock;
}

type Work = (...args: unknown[]) => void;

export class Clock {
  /** What `Date` shows. */
  #shown: number;
  /** What the timers count. */
  #counted = 0;
  readonly #timers = new Set<Timer>();

  constructor(now: number) {
    this.#shown = now;
  }

  /** Gives back the real clock. */
  goOn(): void {
    Object.assign(globalThis, { Date: RealDate, setTimeout, setInterval, clearTimeout, clearInterval });
  }

  now(): number {
    return this.#shown;
  }

  /** Lets time pass. Each timer fires when its time has come, including timers that other timers set meanwhile. */
  pass = (ms: number): void => {
    const end = this.#counted + ms;
    for (let timer = this.#nextUntil(end); timer; timer = this.#nextUntil(end)) {
      this.#move(timer.due - this.#counted);
      if (timer.repeats) timer.refresh();
      else this.#timers.delete(timer);
      timer.work();
    }
    this.#move(end - this.#counted);
  };

  /** Moves what `Date` shows without moving the timers, as if the machine had slept. */
  sleep = (ms: number): void => {
    this.#shown += ms;
  };

  start(work: () => void, delay = 1, repeats = false): Timer {
    const wait = delay >= 1 && delay <= MAX_DELAY ? Math.trunc(delay) : 1;
    const timer = new Timer(work, repeats, () => this.#counted + wait);
    this.#timers.add(timer);
    return timer;
  }

  clear(timer: unknown): void {
    if (timer instanceof Timer) this.#timers.delete(timer);
  }

  /** The first of the timers that are due by then. */
  #nextUntil(end: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.due <= end);
    return due.toSorted((a, b) => a.due - b.due)[0];
  }

  #move(ms: number): void {
    this.#counted += ms;
    this.#shown += ms;
  }
}

/** The part of what `setTimeout` returns that anybody needs. */
class Timer {
  readonly work: () => void;
  readonly repeats: boolean;
  readonly #whenDue: () => number;
  due: number;

  constructor(work: () => void, repeats: boolean, whenDue: () => number) {
    this.work = work;
    this.repeats = repeats;
    this.#whenDue = whenDue;
    this.due = whenDue();
  }

  /** Gives the timer its whole time again. */
  refresh(): this {
    this.due = this.#whenDue();
    return this;
  }

  unref(): this {
    return this;
  }
}
