// Wrong brokers: named mistakes, each an edit of a finished stage's source that is made as it is loaded. They judge the checks.

import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Target } from './broker.ts';

/** A change of one place of the source. */
export interface Edit {
  /** The file, from the stage's folder: `src/pubsub.ts`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
}

/** One mistake, and the check that must catch it. */
export interface WrongBroker extends Edit {
  /** The id of a check of this stage's own suite. */
  readonly check: string;
  /** The message of the failure, to the letter. */
  readonly message: string;
  /** What else must be wrong for it to show, where the source would make good for one mistake. */
  readonly also?: readonly Edit[];
}

const LOADER = new URL('./wrong-loader.mjs', import.meta.url);

/**
 * The stage with this mistake in it.
 * @param folder the stage's, such as `/…/steps/01-basic-pubsub`
 */
export function wrongTarget(folder: string, { also = [], ...mistake }: WrongBroker): Target {
  const edits = [mistake, ...also].map(({ file, from, to }) => ({ url: pathToFileURL(join(folder, file)), from, to }));
  return {
    command: [process.execPath, '--import', String(LOADER), join(folder, 'src', 'main.ts')],
    environment: { WRONG_BROKER: JSON.stringify(edits) },
  };
}

/** The stage as it is. */
export function rightTarget(folder: string): Target {
  return { command: [process.execPath, join(folder, 'src', 'main.ts')] };
}

/** The folder of a stage, from the URL of a file in it. */
export function folderOf(url: string): string {
  return fileURLToPath(new URL('.', url));
}
