// Settings that make no sense: every suite has some.

import { wrong } from './check.ts';
import type { Context } from './context.ts';

/** How long a broker has to end, in ms. The protocol says at once, but a busy machine may take a while. */
const PATIENCE_MS = 10_000;

/**
 * A broker with this setting ends at once, and says in one line why (P0-5).
 * @param value an empty one stands for a variable that is not set
 * @param cause what is likely wrong where the broker accepts it
 */
export async function refusesSetting(
  context: Context,
  name: string,
  value: string,
  cause = 'check every setting before you listen',
): Promise<void> {
  const { prepare, transcript } = context;
  const broker = prepare({ [name]: value });
  broker.launch();
  transcript.add('grader', '·', `starts it with ${name}=${value}`);
  const exit = await broker.stopped(PATIENCE_MS);
  const expected = `exit code 1, and one line on standard error that names ${name}, ${value} and what would be right`;
  if (!exit) throw wrong('a broker with a wrong setting did not end', expected, `it still ran after ${PATIENCE_MS / 1000} s`, cause);
  if (exit.code !== 1) throw wrong('a broker with a wrong setting did not end with exit code 1', expected, `exit code ${exit.code}`, cause);
  await broker.closed;
  const usual = await linesOfRightStart(context);
  const lines = broker.stderr
    .trim()
    .split('\n')
    .filter((line) => !usual.has(withoutNumbers(line)));
  if (lines.length !== 1 || !lines[0]?.includes(name) || !lines[0].includes(value))
    throw wrong('a wrong setting was not explained in one line', expected, broker.stderr || 'nothing on standard error', cause);
}

const rightStarts = new WeakMap<Context, Promise<ReadonlySet<string>>>();

/** What the broker prints on standard error even with right settings: warnings of its language's runtime, which it cannot help. */
function linesOfRightStart(context: Context): Promise<ReadonlySet<string>> {
  const lines =
    rightStarts.get(context) ?? context.start().then((broker) => new Set(broker.errorsSince(0).split('\n').map(withoutNumbers)));
  rightStarts.set(context, lines);
  return lines;
}

/** A process id, say, is different each time. */
function withoutNumbers(line: string): string {
  return line.replace(/\d+/g, '#');
}
