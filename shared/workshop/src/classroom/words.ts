// What is said of exercises of which a verdict alone would not say what to do.

/** Of a checkout without an exercise: the commonest cause by far. */
export const MISSING = (stage: string): string =>
  `steps/${stage}/exercise is not in this checkout: git ignores it until somebody types git add -f steps/*/exercise`;
