// What the learner's code threw, with lines from the files on disk.

import { codeErrorIn } from '@workshop/checks/code-error';
import { linesOnDisk } from '@workshop/checks/lines-on-disk';
import type { CodeErrorOf } from './run-task.ts';

/** @param root the folder that places are relative to */
export function codeErrorsFrom(root: string): CodeErrorOf {
  return (thrown) => {
    const text = thrown instanceof Error ? (thrown.stack ?? String(thrown)) : `Error: ${String(thrown)}`;
    return codeErrorIn(text, root, linesOnDisk) ?? { message: String(thrown), place: '', excerpt: '' };
  };
}
