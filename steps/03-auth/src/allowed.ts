// Targets that a token was found to allow. To ask 20 patterns about each message would cost more than everything else that is done for it.

/** How many targets are remembered of a list of patterns. A session that uses more of them has its patterns asked again. */
const MAX_TARGETS = 100;

export class Allowed {
  /** By the list of patterns: a newer token has a list of its own, so nothing is remembered beyond its token. */
  readonly #targets = new WeakMap<readonly string[], Set<string>>();

  has(patterns: readonly string[] | undefined, target: string): boolean {
    return patterns !== undefined && this.#targets.get(patterns)?.has(target) === true;
  }

  add(patterns: readonly string[] | undefined, target: string): void {
    if (patterns === undefined) return;
    const targets = this.#targets.get(patterns) ?? new Set();
    if (targets.size === MAX_TARGETS) targets.clear();
    this.#targets.set(patterns, targets.add(target));
  }
}
