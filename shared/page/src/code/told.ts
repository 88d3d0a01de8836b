// An error of the reader's code as a page tells it: with the same code as the terminal, and with the texts from the editor.

import { type CodeError, codeErrorIn } from '@workshop/checks/code-error';
import { ROOT } from '../worker/loader.ts';

/**
 * @param printed as Node prints an error
 * @param sources the reader's files as they were written, by their paths
 */
export function codeErrorTold(printed: string, sources: Readonly<Record<string, string>>): CodeError {
  const linesOf = (path: string) => sources[path]?.split('\n') ?? [];
  return codeErrorIn(printed, ROOT, linesOf) ?? { message: printed, place: '', excerpt: '' };
}

/** A file of an exercise, as errors name it. @param file such as `pubsub.ts` */
export function pathOf(stage: string, file: string): string {
  return `${ROOT}steps/${stage}/exercise/${file}`;
}

/** By their paths. @param own by their names, such as `pubsub.ts` */
export function sourcesOf(stage: string, own: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(own).map(([file, source]) => [pathOf(stage, file), source]));
}
