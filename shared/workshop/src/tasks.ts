// What a task of an exercise is. Each stage that has an exercise lists its tasks in `tasks.ts`.

export interface Task {
  /** Chapter and place in it, such as `1.2`. */
  readonly number: string;
  /** In plain words; it stands in the exercise, on the board, and behind `ERROR:TODO:1.2`. */
  readonly title: string;
  /** The exercised file: `pubsub` is `exercise/pubsub.ts`, in the place of the finished file that the stage imports as `#pubsub`. */
  readonly file: string;
  /** The region of that file which is to be written. */
  readonly region: string;
  /** The checks that judge it, by id. With this region alone unwritten, at least one of them is "to do". */
  readonly checks: readonly [string, ...string[]];
  /** From concept to code. */
  readonly hints: readonly [idea: string, place: string, code: string];
}
