// Verdicts as a terminal shows them.

import { styleText } from 'node:util';
import { type Result, suites, type Verdict } from '@workshop/checks';
import type { CodeError } from '@workshop/checks/code-error';
import type { ExerciseResult } from '../progress/records.ts';
import type { TaskProgress, TaskState } from '../progress/task-progress.ts';
import { isRed } from './red.ts';

const LABELS = {
  pass: ['green', 'pass'],
  fail: ['red', 'fail'],
  error: ['magenta', 'broke'],
  todo: ['yellow', 'to do'],
  untried: ['gray', 'left'],
  right: ['green', 'right'],
  wrong: ['red', 'wrong'],
  waiting: ['cyan', 'waits'],
  written: ['yellow', 'new'],
  unwritten: ['yellow', 'to do'],
} as const satisfies Record<Verdict | TaskState, readonly [color: Parameters<typeof styleText>[0], text: string]>;

/** How many checks that fail in the same way are named; the rest are only counted. */
const MAX_NAMED = 5;

/** The verdict on a check, or the state of a task, as a word, padded to one width, and coloured if the terminal has colours. */
export function label(verdict: Verdict | TaskState): string {
  const [color, text] = LABELS[verdict];
  return styleText(color, text.padEnd(5));
}

export function bold(text: string): string {
  return styleText('bold', text);
}

/** A task in one line: "right  1.2 remember who subscribes", and what else there is to know. */
export function taskLine({ number, title, state, waitsFor, message, place }: TaskProgress): string {
  const more = {
    right: '',
    wrong: message && `: ${message}`,
    waiting: waitsFor ? `  (shows when ${waitsFor} is right)` : '',
    written: '  (not judged yet)',
    unwritten: `  ${place}`,
  }[state];
  return `${label(state)}  ${number} ${title}${more}`;
}

/** What is wrong with a task, with its story. */
export function taskStory({ number, title, state, story, message, place }: TaskProgress): string {
  return `${label(state)}  ${number} ${title}\n${indented(story || message)}\n       open      ${place}\n`;
}

/** The story of code that cannot be run, or of what the compiler says about it. */
export function codeStory({ message, place, excerpt }: CodeError): string {
  return [message, ...(place ? [`at ${place}`] : []), ...(excerpt ? ['', excerpt] : []), ''].join('\n');
}

/** A result in one line, printed as it comes. */
export function lineOf({ group, title, verdict, message, seen }: Result): string {
  const more = seen ?? message;
  return `${label(verdict)}  ${group}: ${title}${more && ` (${more})`}`;
}

/** What is red, with its story. */
export function storyOf({ group, title, verdict, message, story }: Omit<Result, 'id' | 'rules' | 'ms'>): string {
  return `${label(verdict)}  ${group}: ${title}\n${indented(story || message)}\n`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '       ');
}

/**
 * What is red, plainest first: the stage's own checks before others, then those in which least happened. @param stage its name, such as
 * `03-auth`
 */
export function plainestFirst(results: readonly ExerciseResult[], stage?: string): ExerciseResult[] {
  const own = new Set(suites.find((suite) => suite.stage === stage)?.checks.map(({ id }) => id));
  const weight = ({ id, events = 0 }: Result) => events + (own.has(id) ? 0 : FOREIGN);
  return results.filter(isRed).toSorted((a, b) => weight(a) - weight(b));
}

/** Failures of the same kind, from the same stage, make one story: the first check, and the others in words. */
export function groupAlike(red: readonly ExerciseResult[]): { readonly first: ExerciseResult; readonly others: string }[] {
  return [...Map.groupBy(red, ({ message, seen, from }) => `${from} ${seen ?? message}`).values()].flatMap(([first, ...alike]) => {
    if (!first) return [];
    const named = alike.slice(0, MAX_NAMED).map(({ id }) => id);
    const all = [...named, ...(alike.length > MAX_NAMED ? [`${alike.length - MAX_NAMED} more`] : [])].join(', ');
    return [{ first, others: all && `and in the same way: ${all}` }];
  });
}

/**
 * The stories of everything that is red, plainest first. Failures of the same kind are told once; checks that were not tried are only
 * counted.
 * @param stage the name of the stage, such as `03-auth`
 */
export function storiesOf(results: readonly ExerciseResult[], stage?: string): string[] {
  const stories = groupAlike(plainestFirst(results, stage)).flatMap(({ first, others }) => [
    storyOf(first),
    ...(others ? [`       ${others}\n`] : []),
  ]);
  const untried = results.filter(({ verdict }) => verdict === 'untried');
  const [reason] = untried;
  return [...stories, ...(reason ? [`${label('untried')}  ${untried.length} more checks were ${reason.message}\n`] : [])];
}

/** More events than any check has, so that the stage's own checks always come first. */
const FOREIGN = 1_000_000;
