// Wrong brokers: named mistakes, each an edit of a finished stage that is made as it is loaded. They judge the checks.

import { realpathSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeCommand, type Target } from '../src/index.ts';
import type { Edit } from './edit.ts';

/** One mistake, and the check that must catch it. */
export interface WrongBroker extends Edit {
  /** The id of a check of this stage's own suite. */
  readonly check: string;
  /** The message of the failure, to the letter. */
  readonly message: string;
  /** What else must be wrong for it to show, where the source would make good for one mistake. */
  readonly also?: readonly Edit[];
}

/** As the loader gets it. */
export interface DueEdit extends Edit {
  /** Of the module that it changes. */
  readonly url: string;
  /** What it belongs to. */
  readonly owner: string;
}

/** The package that has all others among its dependencies. */
const ROOT = new URL('../../../package.json', import.meta.url);
const LOADER = new URL('./wrong-loader.ts', import.meta.url);

/** The stage of this name as it is. */
export function rightTarget(stage: string): Target {
  return { command: nodeCommand(pathOf(`${stage}/src/main.ts`)) };
}

/** The stage of this name with this mistake in it. @param environment of the broker */
export function wrongTarget(stage: string, mistake: WrongBroker, environment: Target['environment'] = {}): Target {
  const edits = editsOf(mistake).map((edit): DueEdit => ({
    ...edit,
    url: String(pathToFileURL(pathOf(edit.file))),
    owner: ownerOf(stage, mistake),
  }));
  return {
    command: nodeCommand('--import', String(LOADER), pathOf(`${stage}/src/main.ts`)),
    environment: { ...environment, WRONG_BROKER: JSON.stringify(edits) },
  };
}

export function editsOf({ file, from, to, also = [] }: WrongBroker): readonly Edit[] {
  return [{ file, from, to }, ...also];
}

/** Whose edit it is, for an error. */
export function ownerOf(stage: string, { check }: WrongBroker): string {
  return `${stage}, wrong broker for ${check}`;
}

/** Where a file of a package is: `@workshop/protocol/src/frames.ts`. */
export function pathOf(file: string): string {
  const [, name = '', inside = ''] = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(file) ?? [];
  const manifest = findPackageJSON(name, ROOT);
  if (manifest === undefined) throw new Error(`${file} is in no package that is installed here`);
  return join(dirname(realpathSync(manifest)), inside); // a module's URL is that of the real file
}
