// What TypeScript says about an exercise. Node strips types without checking them, so nobody would learn of a wrong one.

import { join, relative, resolve } from 'node:path';
import { type CodeError, excerptOf } from '@workshop/checks/code-error';
import { linesOnDisk } from '@workshop/checks/lines-on-disk';
import { exerciseFolder } from '../exercises/exercise.ts';
import type { Stage } from '../stages.ts';
import { exitOf, launch } from '../tools.ts';

/** `steps/01/exercise/pubsub.ts(23,11): error TS2322: Type 'string' is not assignable to type 'number'.` */
const LINE = /^(.+)\((\d+),(\d+)\): error TS(\d+): (.*)$/;

/** What the compiler's words mean here, by the number of its message. */
const MEANINGS: Readonly<Record<string, string>> = {
  1294: 'Node strips types and generates no code, so enum, namespace and parameter properties cannot be used',
  2304: 'nothing of this name is declared here or imported: is it spelt right?',
  2305: 'the module has no export of this name',
  2322: 'a value of one type is put where another type is declared',
  2339: 'the type declares no such property: the comments above it list those that there are',
  2345: 'this argument is of another type than the function takes',
  2531: 'this may be null: look before you use it',
  2532: 'this may be undefined: look before you use it, or use ?.',
  2551: 'the type declares no such property, and one that is spelt much like it',
  2554: 'the function takes another number of arguments',
  2741: 'the object lacks a property that its type asks for',
  2801: 'a promise is always true in a condition: await it',
  7006: 'say the type of this parameter',
  18048: 'this may be undefined: look before you use it, or use ?.',
};

/** @returns what it says, in the order of the files; `undefined` when it was ended by the signal */
export async function typeErrorsOf(stage: Stage, signal?: AbortSignal): Promise<CodeError[] | undefined> {
  const project = exerciseFolder(stage);
  const compiler = launch('.', 'typescript/tsc', ['-p', project, '--pretty', 'false'], ['ignore', 'pipe', 'ignore']);
  const end = () => compiler.kill();
  signal?.addEventListener('abort', end, { once: true });
  let printed = '';
  compiler.stdout?.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
  await exitOf(compiler, 'close');
  signal?.removeEventListener('abort', end);
  return signal?.aborted ? undefined : printed.split('\n').flatMap((line) => parse(line, stage));
}

function parse(line: string, { root, folder }: Stage): CodeError[] {
  const [, file = '', row, column, code = '', words = ''] = LINE.exec(line) ?? [];
  const path = resolve(file);
  if (!path.startsWith(join(folder, 'exercise'))) return [];
  const meaning = MEANINGS[code];
  return [
    {
      message: `${words.replace(/\.$/, '')} (TS${code})${meaning ? `: ${meaning}` : ''}`,
      place: `${relative(root, path).replaceAll('\\', '/')}:${row}:${column}`,
      excerpt: excerptOf(linesOnDisk(path), Number(row), Number(column)),
    },
  ];
}
