// What the browser keeps of a reader's exercise. A text is kept before another one replaces it, and a new version of the site takes nothing
// away.

import { withRegionFrom } from '@workshop/cli/regions';
import type { StageProgress } from '@workshop/cli/progress';
import type { StageExercise, Texts } from '@workshop/page/exercise';

/** Files whose texts were replaced. */
export interface Attempt {
  /** When, such as `2026-11-28 12:30`, and a number where there is more than one. */
  readonly name: string;
  /** Why: "before 1.2 was reset". */
  readonly why: string;
  readonly texts: Texts;
}

export interface Kept {
  readonly texts: Texts;
  /** Each file's starter, as it was when the reader began. */
  readonly starters: Texts;
  /** The oldest first. */
  readonly attempts: readonly Attempt[];
  /** By the task's number, how many hints were given. */
  readonly hints: Readonly<Record<string, number>>;
}

/** The part of `localStorage` that is needed. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The browser's store, or, if the reader's settings forbid that, one that keeps nothing. */
export function openStore(): Store {
  try {
    return localStorage;
  } catch {
    const refuse = () => {
      throw new Error('its settings forbid it');
    };
    return { getItem: () => null, setItem: refuse, removeItem() {} };
  }
}

/** Progress is kept apart from the texts: it may be long, and no text must be lost because of it. */
const progressKeyOf = (name: string) => `workshop progress ${name}`;
export const keyOf = ({ name }: Pick<StageExercise, 'name'>): string => `workshop exercise ${name}`;

/** What was kept, or `undefined` where nothing was. */
export function read(store: Store, exercise: Pick<StageExercise, 'name'>): Kept | undefined {
  const text = store.getItem(keyOf(exercise));
  return text === null ? undefined : (JSON.parse(text) as Kept);
}

/** @throws {DOMException} when the browser has no more room */
export function write(store: Store, exercise: Pick<StageExercise, 'name'>, kept: Kept): void {
  store.setItem(keyOf(exercise), JSON.stringify(kept));
}

/** What the last run said about the exercise of that name. */
export function readProgress(store: Store, name: string): StageProgress | undefined {
  const text = store.getItem(progressKeyOf(name));
  return text === null ? undefined : (JSON.parse(text) as StageProgress);
}

export function writeProgress(store: Store, progress: StageProgress): void {
  try {
    store.setItem(progressKeyOf(progress.name), JSON.stringify(progress));
  } catch {
    store.removeItem(progressKeyOf(progress.name)); // it doesn't fit, and the next run reports it again
  }
}

/** An exercise before anybody has written in it. */
export function fresh({ files }: StageExercise): Kept {
  const starters = Object.fromEntries(Object.entries(files).map(([file, { starter }]) => [file, starter]));
  return { texts: starters, starters, attempts: [], hints: {} };
}

/**
 * Puts what was kept into the files of this version of the site. A file in which the reader wrote nothing becomes the new starter. Where
 * the reader wrote something and the starter has changed, the regions are put into the new file, and the old one is kept as an attempt.
 */
export function renewed(exercise: StageExercise, kept: Kept, now: Date): Kept {
  const texts: Record<string, string> = {};
  const replaced: Record<string, string> = {};
  for (const [file, { starter }] of Object.entries(exercise.files)) {
    const [text, before] = [kept.texts[file], kept.starters[file]];
    if (text === undefined || text === before) texts[file] = starter;
    else if (before === starter) texts[file] = text;
    else {
      texts[file] = withWork(exercise, file, text, starter);
      replaced[file] = text;
    }
  }
  const { starters } = fresh(exercise);
  const next = { ...kept, texts, starters };
  return Object.keys(replaced).length === 0 ? next : withAttempt(next, replaced, 'before the site had a new version', now);
}

/** A starter with the bodies of a reader's regions. A region whose markers the reader has removed stays unwritten. */
function withWork({ tasks }: StageExercise, file: string, text: string, starter: string): string {
  const own = tasks.filter((task) => task.file === file);
  return own.reduce((renewedText, { region }) => withRegionFrom(text, renewedText, region, own) ?? renewedText, starter);
}

/** Keeps texts that are about to be replaced, unless they are kept already. */
export function withAttempt(kept: Kept, texts: Texts, why: string, now: Date): Kept {
  const isSame = ({ texts: others }: Attempt) => Object.entries(texts).every(([file, text]) => others[file] === text);
  if (kept.attempts.some(isSame)) return kept;
  const wanted = `${now.toISOString().slice(0, 16).replace('T', ' ')}`;
  let name = wanted;
  for (let n = 2; kept.attempts.some((attempt) => attempt.name === name); n += 1) name = `${wanted} (${n})`;
  return { ...kept, attempts: [...kept.attempts, { name, why, texts }] };
}
