// What the task in exercise/alarm.ts must do, seen from inside.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { withClock } from '@workshop/cli/task-checks/clock';
import { setAlarm } from '#alarm';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** @param after ms from now at which it is to ring */
function alarmAt(after: number) {
  let rings = 0;
  const callOff = setAlarm(Date.now() + after, () => (rings += 1));
  return { callOff, rings: () => (rings === 0 ? 'it did not ring' : `it rang ${rings === 1 ? 'once' : `${rings} times`}`) };
}

export const checks: TaskChecks = {
  '3.9': {
    'it rings at its time': withClock(({ pass }) => {
      const { rings } = alarmAt(30_000);
      pass(29_999);
      same(
        rings(),
        'it did not ring',
        'an alarm set for 30 s from now rang too early',
        'at is a moment, in ms since 1970: the time to wait is at - Date.now()',
      );
      pass(1);
      const cause = 'the first look comes after what is left, at - Date.now(), or after LOOK_AGAIN_MS, whichever is shorter';
      same(rings(), 'it rang once', 'an alarm set for 30 s from now did not ring on time', cause);
    }),
    'it rings at its time when that is more than a minute away': withClock(({ pass }) => {
      const { rings } = alarmAt(2.5 * MINUTE);
      pass(2.5 * MINUTE - 1);
      same(
        rings(),
        'it did not ring',
        'an alarm set for 2.5 minutes from now rang too early',
        'a minute has passed when the timer fires, not the whole time: ring only if Date.now() >= at, otherwise wait again',
      );
      pass(1);
      same(
        rings(),
        'it rang once',
        'an alarm set for 2.5 minutes from now did not ring on time',
        'look again and again; and for the last time not after a whole minute, but after what is left',
      );
    }),
    'it rings once': withClock(({ pass }) => {
      const { rings } = alarmAt(1000);
      pass(3 * MINUTE);
      same(rings(), 'it rang once', 'the alarm rang more than once', 'start no timer after it has rung');
    }),
    'a time that has passed rings in a later turn': withClock(({ pass }) => {
      const { rings } = alarmAt(-1000);
      same(
        rings(),
        'it did not ring',
        'an alarm for a time in the past rang before setAlarm returned',
        'begin with a timer, not with a look at the clock',
      );
      pass(1000);
      same(rings(), 'it rang once', 'an alarm for a time in the past never rang');
    }),
    'it can be called off': withClock(({ pass }) => {
      const { callOff, rings } = alarmAt(30_000);
      callOff();
      pass(MINUTE);
      same(rings(), 'it did not ring', 'an alarm rang after it had been called off', 'setAlarm returns a function that clears the timer');
    }),
    'it can be called off after a minute, when another timer runs': withClock(({ pass }) => {
      const { callOff, rings } = alarmAt(2.5 * MINUTE);
      pass(1.5 * MINUTE);
      callOff();
      pass(2 * MINUTE);
      same(
        rings(),
        'it did not ring',
        'an alarm that was called off after its first minute still rang',
        'each look starts another timer: keep the newest in the variable that the returned function clears',
      );
    }),
    'it may be farther away than a timer reaches': withClock(({ pass }) => {
      const { rings } = alarmAt(30 * DAY);
      pass(MINUTE);
      const cause = 'a timer of more than 24.8 days fires at once: wait for LOOK_AGAIN_MS at most';
      same(rings(), 'it did not ring', 'an alarm set for 30 days from now rang at once', cause);
    }),
    'it rings soon after the machine has slept': withClock(({ pass, sleep }) => {
      const { rings } = alarmAt(10 * MINUTE);
      sleep(15 * MINUTE);
      pass(MINUTE);
      same(
        rings(),
        'it rang once',
        'the machine slept past the time of the alarm, and a minute after it woke the alarm had not rung',
        'a timer counts no sleep: never wait for more than LOOK_AGAIN_MS before you look at the clock again',
      );
    }),
  },
};
