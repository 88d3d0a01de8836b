import type { Solution } from '../solution.ts';

export const failures: readonly Solution[] = [
  {
    task: '3.4',
    name: 'counts first, and asks for the fifth or more',
    body: `
    const failures = (session.failures ??= 0) + 1;
    Object.assign(session, { failures });
    this.#dialogue.refuse(session, frame, error);
    if (failures >= MAX_FAILURES) this.end(session, 'no more');`,
  },
  {
    task: '3.4',
    name: 'returns early, and takes the session out by the broker',
    body: `
    const count = session.failures === undefined ? 1 : session.failures + 1;
    session.failures = count;
    this.#dialogue.refuse(session, frame, error);
    if (count < MAX_FAILURES) return;
    this.#broker.drop(session, CLOSE_CODES.NOT_AUTHENTICATED, 'no more');`,
  },
  {
    task: '3.4',
    name: 'does not answer',
    body: `
    session.failures = (session.failures ?? 0) + 1;
    if (session.failures === MAX_FAILURES) this.end(session, 'too many bad tokens');`,
    message: 'a bad token was not answered with its refusal',
  },
  {
    task: '3.4',
    name: 'answers, and throws the error as well',
    body: `
    this.#dialogue.refuse(session, frame, error);
    throw error;`,
    message: 'a bad token was answered, and its error was thrown as well',
  },
  {
    task: '3.4',
    name: 'loses the label',
    body: `
    this.#dialogue.refuse(session, { verb: 'AUTH' }, error);`,
    message: 'the answer to a bad token lost the label of its command',
  },
  {
    task: '3.4',
    name: 'begins to count at undefined',
    body: `
    this.#dialogue.refuse(session, frame, error);
    session.failures! += 1;
    if (session.failures === MAX_FAILURES) this.end(session, 'too many bad tokens');`,
    message: 'five bad tokens did not close the session',
  },
  {
    task: '3.4',
    name: 'closes at the sixth',
    body: `
    this.#dialogue.refuse(session, frame, error);
    session.failures = (session.failures ?? 0) + 1;
    if (session.failures > MAX_FAILURES) this.end(session, 'too many bad tokens');`,
    message: 'five bad tokens did not close the session',
  },
  {
    task: '3.4',
    name: 'closes at the fourth',
    body: `
    this.#dialogue.refuse(session, frame, error);
    session.failures = (session.failures ?? 1) + 1;
    if (session.failures === MAX_FAILURES) this.end(session, 'too many bad tokens');`,
    message: 'four bad tokens closed the session',
  },
  {
    task: '3.4',
    name: 'closes before it answers',
    body: `
    session.failures = (session.failures ?? 0) + 1;
    if (session.failures === MAX_FAILURES) this.end(session, 'too many bad tokens');
    this.#dialogue.refuse(session, frame, error);`,
    message: 'the session was closed before its fifth bad token was answered',
  },
  {
    task: '3.4',
    name: 'counts for all sessions together',
    body: `
    this.#dialogue.refuse(session, frame, error);
    failures += 1;
    if (failures >= MAX_FAILURES) this.end(session, 'too many bad tokens');`,
    also: [['const MAX_FAILURES = 5;', 'const MAX_FAILURES = 5; let failures = 0;']],
    message: "one session's bad tokens closed another session",
  },
];
