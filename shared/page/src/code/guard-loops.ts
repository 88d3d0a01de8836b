// A page cannot ask a worker in an endless loop where it is. So each loop that a reader wrote reports now and then that it is still
// running.

import { type Node, parse } from 'acorn';
import { simple } from 'acorn-walk';
import MagicString from 'magic-string';
import { STILL_RUNNING } from '../messages.ts';

/**
 * JavaScript with a call in the body of each loop, every line where it was, and every column but those behind a brace on its line.
 * @throws {SyntaxError} whose stack has the place
 */
export function guardLoops(source: string, path: string): string {
  const text = new MagicString(source);
  const guard = ({ start, body }: Node & { readonly body: Node }) => {
    const line = source.slice(0, start).split('\n').length;
    const call = `${STILL_RUNNING}(${JSON.stringify(`${path}:${line}`)});`;
    if (body.type === 'BlockStatement') return void text.appendLeft(body.start + 1, call);
    // `for (…) work();`: the brace takes the place of the space, so that an error in the body keeps its column
    const hasSpace = /\s/.test(source[body.start - 1] ?? '');
    if (hasSpace) text.overwrite(body.start - 1, body.start, '{');
    else text.appendLeft(body.start, '{');
    text.appendRight(body.end, `${call}}`);
  };
  const loops = ['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement'];
  simple(parsed(source, path), Object.fromEntries(loops.map((loop) => [loop, (node: Node) => guard(node as Parameters<typeof guard>[0])])));
  return text.toString();
}

function parsed(source: string, path: string): Node {
  try {
    return parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('loc' in error)) throw error;
    const { line, column } = error.loc as { readonly line: number; readonly column: number };
    error.message = error.message.replace(/ \(\d+:\d+\)$/, '');
    error.stack = `SyntaxError: ${error.message}\n    at ${path}:${line}:${column + 1}`;
    throw error;
  }
}
