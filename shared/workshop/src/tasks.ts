// Describes a task of an exercise. Each stage that has an exercise lists its tasks in `tasks.ts`.

export interface Task {
  /** Its chapter and its place there, such as `1.2`. */
  readonly number: string;
  /** In plain words. Shown in the exercise, on the board, and after `ERROR:TODO:1.2`. */
  readonly title: string;
  /** The exercised file: `pubsub` is `exercise/pubsub.ts`, in the place of the finished file that the stage imports as `#pubsub`. */
  readonly file: string;
  /** The region of that file that the learner writes. */
  readonly region: string;
  /** The ids of the checks that judge it. With this region alone unwritten, at least one of them is "to do". */
  readonly checks: readonly [string, ...string[]];
  /** From concept to code. */
  readonly hints: readonly [idea: string, place: string, code: string];
}
