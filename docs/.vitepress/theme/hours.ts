// How long a chapter takes, with its tasks.

type Hours = readonly [least: number, most: number];

/**
 * Ten to twenty minutes a task, and half as much again for what goes wrong; to the half hour.
 * @param minutes to read the chapter
 */
export const hoursFor = (minutes: number, tasks: number): Hours => {
  const whole = (each: number) => Math.round(((minutes + tasks * each) * 1.5) / 30) / 2;
  return [whole(10), whole(20)];
};

const say = (hours: number) => `${Math.floor(hours)}${hours % 1 === 0 ? '' : '½'}`;

/** As people say it: "2 to 3½ hours". */
export const inHours = ([least, most]: Hours): string => `${say(least)} to ${say(most)} hours`;
