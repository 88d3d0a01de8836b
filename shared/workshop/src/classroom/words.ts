// What to say about exercises when the verdict alone would not tell what to do.

/** For a checkout without an exercise: by far the most common cause. */
export const MISSING = (stage: string): string =>
  `steps/${stage}/exercise is not in this checkout: git ignores it until somebody types git add -f steps/*/exercise`;
