import type { Solution } from '../solution.ts';

export const alarm: readonly Solution[] = [
  {
    task: '3.9',
    name: 'is one function that starts itself again',
    body: `
    let timer: ReturnType<typeof setTimeout> | undefined;
    function wait(): void {
      const left = at - Date.now();
      timer = setTimeout(() => (Date.now() < at ? wait() : ring()), left < LOOK_AGAIN_MS ? left : LOOK_AGAIN_MS);
    }
    wait();
    return () => clearTimeout(timer);`,
  },
  {
    task: '3.9',
    name: 'looks each tenth of a second, by an interval',
    body: `
    const timer = setInterval(() => {
      if (Date.now() < at) return;
      clearInterval(timer);
      ring();
    }, 100);
    return () => clearInterval(timer);`,
  },
  {
    task: '3.9',
    name: 'takes the moment for a time from now',
    body: `
    const timer = setTimeout(ring, Math.min(at, 2_000_000_000));
    return () => clearTimeout(timer);`,
    message: 'an alarm set for 30 s from now did not ring on time',
  },
  {
    task: '3.9',
    name: 'rings when the minute is over',
    body: `
    const timer = setTimeout(ring, Math.min(at - Date.now(), LOOK_AGAIN_MS));
    return () => clearTimeout(timer);`,
    message: 'an alarm set for 2.5 minutes from now rang too early',
  },
  {
    task: '3.9',
    name: 'looks once a minute',
    body: `
    const look = () => (Date.now() >= at ? ring() : void (timer = setTimeout(look, LOOK_AGAIN_MS)));
    let timer = setTimeout(look, Math.min(at - Date.now(), LOOK_AGAIN_MS));
    return () => clearTimeout(timer);`,
    message: 'an alarm set for 2.5 minutes from now did not ring on time',
  },
  {
    task: '3.9',
    name: 'looks on after it has rung',
    body: `
    const start = () => setTimeout(look, Math.min(Math.max(at - Date.now(), 1000), LOOK_AGAIN_MS));
    const look = () => {
      if (Date.now() >= at) ring();
      timer = start();
    };
    let timer = start();
    return () => clearTimeout(timer);`,
    message: 'the alarm rang more than once',
  },
  {
    task: '3.9',
    name: 'looks before it waits',
    body: `
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      if (Date.now() >= at) ring();
      else timer = setTimeout(look, Math.min(at - Date.now(), LOOK_AGAIN_MS));
    };
    look();
    return () => clearTimeout(timer);`,
    message: 'an alarm for a time in the past rang before setAlarm returned',
  },
  {
    task: '3.9',
    name: 'calls nothing off',
    body: `
    const start = () => void setTimeout(look, Math.min(at - Date.now(), LOOK_AGAIN_MS));
    const look = () => (Date.now() >= at ? ring() : start());
    start();
    return () => {};`,
    message: 'an alarm rang after it had been called off',
  },
  {
    task: '3.9',
    name: 'keeps the first timer only',
    body: `
    const start = () => setTimeout(look, Math.min(at - Date.now(), LOOK_AGAIN_MS));
    const look = () => void (Date.now() >= at ? ring() : start());
    const timer = start();
    return () => clearTimeout(timer);`,
    message: 'an alarm that was called off after its first minute still rang',
  },
  {
    task: '3.9',
    name: 'waits for as long as a timer can',
    body: `
    const start = () => setTimeout(look, Math.min(at - Date.now(), 2 ** 31 - 1));
    const look = () => {
      if (Date.now() >= at) ring();
      else timer = start();
    };
    let timer = start();
    return () => clearTimeout(timer);`,
    message: 'the machine slept past the time of the alarm, and a minute after it woke the alarm had not rung',
  },
  {
    task: '3.9',
    name: 'is one timer for the whole time',
    body: `
    const timer = setTimeout(ring, at - Date.now());
    return () => clearTimeout(timer);`,
    message: 'an alarm set for 30 days from now rang at once',
  },
  {
    task: '3.9',
    name: 'has a timer for the end, and one that looks each minute',
    body: `
    const stop = () => (clearTimeout(timer), clearInterval(looks));
    const end = () => (stop(), ring());
    const timer = setTimeout(end, at - Date.now());
    const looks = setInterval(() => Date.now() >= at && end(), LOOK_AGAIN_MS);
    return stop;`,
    message: 'an alarm set for 30 days from now rang at once',
  },
];
