// Sessions by the names that a check gives them: a failure says "phone", and sessions that look alike are not mixed up.

/** The names of the sessions in a set. */
export function namesIn<T>(set: { has(member: T): boolean }, known: Readonly<Record<string, T>>): string[] {
  return Object.entries(known).flatMap(([name, member]) => (set.has(member) ? [name] : []));
}
