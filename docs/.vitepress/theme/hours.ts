// Hours as people say them: "2 to 3½ hours".

const say = (hours: number) => `${Math.floor(hours)}${hours % 1 === 0 ? '' : '½'}`;

/** @param hours at least and at most, in steps of half an hour */
export const inHours = ([least, most]: readonly [number, number]) => `${say(least)} to ${say(most)} hours`;
