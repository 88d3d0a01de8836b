// Sessions by the names that a check gives them: a failure says "phone", and two sessions that look alike are not taken for each other.

/** The names of those that are in a set. */
export function namesIn<T>(set: { has(member: T): boolean }, known: Readonly<Record<string, T>>): string[] {
  return Object.entries(known).flatMap(([name, member]) => (set.has(member) ? [name] : []));
}
