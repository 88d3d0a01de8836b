// Other people's solutions of the tasks: right ones that are not ours, and plausible mistakes. They judge the task checks.

/** What somebody writes in the region of one task, while all else is finished. */
export interface Solution {
  /** The task's number. */
  readonly task: string;
  /** What is different about it: "keeps the readers in an array", "forgets session.channels". */
  readonly name: string;
  /** The lines in the region. */
  readonly body: string;
  /** What else it changes in the same file, to the letter: an import, a field. */
  readonly also?: readonly (readonly [from: string, to: string])[];
  /** Of a mistake, what it is told, to the letter. A right solution has none. */
  readonly message?: string;
}
