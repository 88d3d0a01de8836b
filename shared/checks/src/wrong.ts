// Wrong brokers: named mistakes, each an edit of a finished stage's source that is made as it is loaded. They judge the checks.

import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Target } from './broker.ts';

/** One mistake, and the check that must catch it. */
export interface WrongBroker {
  /** The id of a check of this stage's own suite. */
  readonly check: string;
  /** The message of the failure, to the letter. */
  readonly message: string;
  /** The file, from the stage's folder: `src/pubsub.ts`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
}

const LOADER = new URL('./wrong-loader.mjs', import.meta.url);

/**
 * The stage with this mistake in it.
 * @param folder the stage's, such as `/…/steps/01-basic-pubsub`
 */
export function wrongTarget(folder: string, { file, from, to }: WrongBroker): Target {
  return {
    command: [process.execPath, '--import', String(LOADER), join(folder, 'src', 'main.ts')],
    environment: { WRONG_BROKER: JSON.stringify({ url: pathToFileURL(join(folder, file)), from, to }) },
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
