// Rewrites a source so that each of its functions tells the recorder when it is entered and left.

import { stripTypeScriptTypes } from 'node:module';
import { type AnyNode, type ArrowFunctionExpression, type FunctionDeclaration, type FunctionExpression, parse } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import MagicString from 'magic-string';

type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/**
 * TypeScript in, JavaScript out. The output needs a global `__recorder`. Default values of parameters and initializers of class fields are
 * not seen: their calls count as calls of the code that called the function or made the object.
 * @param file the name of the file in the record
 */
export function instrument(source: string, file: string): string {
  const code = stripTypeScriptTypes(source);
  const edited = new MagicString(code);
  const wrap = ({ start, end }: AnyNode, before: string, after: string) => {
    edited.prependRight(start, before);
    edited.appendLeft(end, after);
  };
  /** Functions that are suspended where no insertion can say so. */
  const untracked = new Set<AnyNode>();

  // Parentheses are kept, because the body of `() => ({})` includes them. The walk visits children before their parents, so that
  // where two insertions meet, the parent's insertion ends up outside.
  fullAncestor(parse(code, { ecmaVersion: 'latest', sourceType: 'module', preserveParens: true }), (node, _state, ancestors) => {
    const parents = ancestors.slice(0, -1);
    if (isFunction(node)) {
      const frame = [file, nameOf(node, parents, code), !node.generator && !untracked.has(node)].map((part) => JSON.stringify(part));
      const [begin, end] = node.body.type === 'BlockStatement' ? ['', ''] : ['{ return ', '; }'];
      const before = `{ const __frame = __recorder.enter(${frame.join(', ')}); try ${begin}`;
      wrap(node.body, before, `${end} finally { __recorder.leave(__frame); } }`);
    }
    const owner = parents.findLast(isFunction);
    if (!owner?.async) return;
    if (node.type === 'ForOfStatement' && node.await) untracked.add(owner);
    if (node.type === 'AwaitExpression') {
      wrap(node.argument, '__recorder.pause(__frame, ', ')');
      wrap(node, '__recorder.resume(__frame, ', ')');
    }
    if (node.type === 'TryStatement') {
      // If the promise is rejected, the `resume` around its await does not run.
      for (const block of [node.handler?.body, node.finalizer])
        if (block) edited.prependRight(block.start + 1, ' __recorder.resume(__frame);');
    }
  });
  return edited.toString();
}

function isFunction(node: AnyNode): node is FunctionNode {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/**
 * A function's own name, else the name of what it is assigned to. A callback is named after the call that it is passed to:
 * `on('message')`.
 */
function nameOf(node: FunctionNode, parents: readonly AnyNode[], code: string): string {
  if (node.id) return node.id.name;
  const text = ({ start, end }: AnyNode) => code.slice(start, end);
  const parent = parents.findLast(({ type }) => !/^(?:Parenthesized|Logical|Conditional)Expression$/.test(type));
  switch (parent?.type) {
    case 'MethodDefinition':
    case 'Property': {
      if (parent.kind === 'constructor') return `new ${classNameOf(parents)}`;
      return parent.kind === 'get' || parent.kind === 'set' ? `${parent.kind} ${text(parent.key)}` : text(parent.key);
    }
    case 'PropertyDefinition':
      return text(parent.key);
    case 'VariableDeclarator':
      return text(parent.id);
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return text(parent.left);
    case 'CallExpression':
    case 'NewExpression': {
      const [first] = parent.arguments;
      const callee = parent.callee.type === 'MemberExpression' ? parent.callee.property : parent.callee;
      return `${text(callee)}(${first?.type === 'Literal' ? text(first) : ''})`;
    }
    default: {
      const at = parents.findLastIndex(isFunction);
      const outer = parents[at];
      return outer && isFunction(outer) ? `${nameOf(outer, parents.slice(0, at), code)} › function` : 'function';
    }
  }
}

function classNameOf(parents: readonly AnyNode[]): string {
  const owner = parents.findLast((node) => node.type === 'ClassDeclaration' || node.type === 'ClassExpression');
  return owner?.id?.name ?? 'class';
}
