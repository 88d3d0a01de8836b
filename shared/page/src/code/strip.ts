// Takes the types out of what a reader wrote, as Node does it: by the same library, every line and column where it was.

import start, { transformSync } from '@swc/wasm-typescript-esm';
import { guardLoops } from './guard-loops.ts';

let started: Promise<unknown> | undefined;

/** What the library throws. */
interface Mistake {
  readonly code: 'InvalidSyntax' | 'UnsupportedSyntax';
  readonly message: string;
  readonly startLine: number;
  /** From 0. */
  readonly startColumn: number;
}

/**
 * @param path as errors tell it
 * @throws {SyntaxError} whose stack has the place, as Node would print it
 */
export async function strip(source: string, path: string): Promise<string> {
  started ??= start();
  await started;
  try {
    return guardLoops(transformSync(source, { mode: 'strip-only', module: true }).code, path);
  } catch (error) {
    throw error instanceof Error ? error : syntaxErrorOf(error as Mistake, path);
  }
}

function syntaxErrorOf({ code, message, startLine, startColumn }: Mistake, path: string): SyntaxError {
  const error = new SyntaxError(message);
  const name = code === 'UnsupportedSyntax' ? 'SyntaxError [ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX]' : 'SyntaxError';
  error.stack = `${name}: ${message}\n    at ${path}:${startLine}:${startColumn + 1}`;
  return error;
}
