import type { Solution } from '../solution.ts';

export const interest: readonly Solution[] = [
  {
    task: '6.4',
    name: 'tells the cases apart one by one',
    body: `
    const sessions = (this.#sessions.get(pattern) ?? 0) + more;
    this.#sessions.set(pattern, sessions);
    if (sessions === 0) {
      this.#sessions.delete(pattern);
      this.#changed.set(pattern, 'less');
    } else if (sessions === 1 && more === 1) {
      this.#changed.set(pattern, 'more');
    } else {
      return;
    }
    if (this.#timer !== undefined) return;
    const work = () => this.#broker.guard(() => this.#tell());
    this.#timer = setTimeout(work, GATHER_MS);`,
  },
  {
    task: '6.4',
    name: 'keeps no number',
    body: count({ keep: '' }),
    message: 'a pattern that a session wants is not in this.#sessions',
  },
  {
    task: '6.4',
    name: 'forgets the number before',
    body: count({ before: 'const before: number = 0;' }),
    message: 'after one of two sessions had left, nobody wanted the pattern any more',
  },
  {
    task: '6.4',
    name: 'keeps a pattern that nobody wants',
    body: count({ keep: 'this.#sessions.set(pattern, after);' }),
    message: 'a pattern that nobody wants any more is still in this.#sessions',
  },
  {
    task: '6.4',
    name: 'notes nothing',
    body: count({ note: '' }),
    message: "when the first session came, this.#changed did not get exactly 'more' for its pattern",
  },
  {
    task: '6.4',
    name: 'notes the wrong kind',
    body: count({ note: "this.#changed.set(pattern, after > 0 ? 'less' : 'more');" }),
    message: "when the first session came, this.#changed did not get exactly 'more' for its pattern",
  },
  {
    task: '6.4',
    name: 'lets both cancel out',
    body: count({
      note: "if (!this.#changed.delete(pattern)) this.#changed.set(pattern, after > 0 ? 'more' : 'less');",
    }),
    message: "when the last session went, this.#changed did not get 'less' for its pattern, in place of 'more'",
  },
  {
    task: '6.4',
    name: 'keeps the first change',
    body: count({ note: "if (!this.#changed.has(pattern)) this.#changed.set(pattern, after > 0 ? 'more' : 'less');" }),
    message: "when the last session went, this.#changed did not get 'less' for its pattern, in place of 'more'",
  },
  {
    task: '6.4',
    name: 'notes each session',
    body: count({ between: '' }),
    message: 'a change was noted although somebody wanted the pattern before and after it',
  },
  {
    task: '6.4',
    name: 'tells at once',
    body: count({ timer: 'this.#broker.guard(() => this.#tell());' }),
    // That is due before the timer, with the clock still at its start.
    message: 'GATHER_MS after the first change, nothing was due',
  },
  {
    task: '6.4',
    name: 'forgets the guard',
    body: count({ timer: 'this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS);' }),
    message: 'this.#tell ran outside this.#broker.guard',
  },
  {
    task: '6.4',
    name: 'starts no timer',
    body: count({ timer: '' }),
    message: 'GATHER_MS after the first change, nothing was due',
  },
  {
    task: '6.4',
    name: 'waits for no time',
    body: count({ timer: 'this.#timer ??= setTimeout(() => this.#broker.guard(() => this.#tell()));' }),
    message: 'the peers were to be told before GATHER_MS had passed',
  },
  {
    task: '6.4',
    name: 'starts the timer anew at each change',
    body: count({
      timer: 'clearTimeout(this.#timer); this.#timer = setTimeout(() => this.#broker.guard(() => this.#tell()), GATHER_MS);',
    }),
    message: 'GATHER_MS after the first change, nothing was due',
  },
  {
    task: '6.4',
    name: 'starts a timer for each change',
    body: count({ timer: 'setTimeout(() => this.#broker.guard(() => this.#tell()), GATHER_MS);' }),
    message: 'two changes within GATHER_MS started two timers',
  },
  {
    task: '6.5',
    name: 'two arrays, filled in one loop',
    body: `
    const more: string[] = [];
    const less: string[] = [];
    this.#changed.forEach((kind, pattern) => (kind === 'less' ? less : more).push(pattern));
    if (less.length) this.#announce({ kind: 'less', patterns: less });
    if (more.length) this.#announce({ kind: 'more', patterns: more });
    this.#changed.clear();
    this.#timer = undefined;`,
  },
  { task: '6.5', name: 'does nothing', body: '', message: 'after the first session had come, the peers were told nothing' },
  {
    task: '6.5',
    name: 'announces empty frames',
    body: tell({ announce: 'this.#announce({ kind, patterns });' }),
    message: 'after the first session had come, the peers were not told exactly this',
  },
  {
    task: '6.5',
    name: 'clears before it has copied',
    body: `
    this.#timer = undefined;
    this.#changed.clear();
    const patterns = [...this.#changed.keys()];
    if (patterns.length > 0) this.#announce({ kind: 'more', patterns });`,
    message: 'after the first session had come, the peers were told nothing',
  },
  { task: '6.5', name: 'forgets the timer', body: tell({ timer: '' }), message: 'the peers were told once, and never again' },
  {
    task: '6.5',
    name: 'stops the timer, and keeps it',
    body: tell({ timer: 'clearTimeout(this.#timer);' }),
    message: 'the peers were told once, and never again',
  },
  { task: '6.5', name: 'does not clear', body: tell({ clear: '' }), message: 'what had been told was told again' },
  {
    task: '6.5',
    name: 'announces everything as more',
    body: tell({ announce: "if (patterns.length > 0) this.#announce({ kind: 'more', patterns });" }),
    message: 'after the last session had gone, the peers were not told exactly this',
  },
  {
    task: '6.5',
    name: 'announces each pattern by itself',
    body: tell({ announce: 'for (const pattern of patterns) this.#announce({ kind, patterns: [pattern] });' }),
    message: 'the changes were not told in one frame for each kind',
  },
  {
    task: '6.5',
    name: 'ends after the first kind',
    body: tell({ announce: 'if (patterns.length > 0) return this.#announce({ kind, patterns });' }),
    message: 'the changes were not told in one frame for each kind',
  },
];

/** Our 6.4, with parts of it changed. */
function count({
  before = 'const before = this.#sessions.get(pattern) ?? 0;',
  keep = 'if (after > 0) this.#sessions.set(pattern, after); else this.#sessions.delete(pattern);',
  between = 'if (before > 0 && after > 0) return;',
  note = "this.#changed.set(pattern, after > 0 ? 'more' : 'less');",
  timer = 'this.#timer ??= setTimeout(() => this.#broker.guard(() => this.#tell()), GATHER_MS);',
}): string {
  return ['', before, 'const after = before + more;', keep, between, note, timer].join('\n');
}

/** Our 6.5, with parts of it changed. */
function tell({
  timer = 'this.#timer = undefined;',
  clear = 'this.#changed.clear();',
  announce = 'if (patterns.length > 0) this.#announce({ kind, patterns });',
}): string {
  return `
    ${timer}
    const changed = [...this.#changed];
    ${clear}
    for (const kind of ['more', 'less'] as const) {
      const patterns = changed.filter(([, how]) => how === kind).map(([pattern]) => pattern);
      ${announce}
    }`;
}
