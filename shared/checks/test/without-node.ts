// Takes away from the judge what a page does not have: Node's globals, and its modules, whose functions throw when they are called.

import { isBuiltin, registerHooks } from 'node:module';

const JUDGE = String(new URL('../src/', import.meta.url));
const STAND_IN = 'stand-in:';

const { getBuiltinModule } = process;

registerHooks({
  resolve(specifier, context, next) {
    const isTaken = isBuiltin(specifier) && (context.parentURL?.startsWith(JUDGE) || context.parentURL?.includes('node_modules'));
    return isTaken ? { url: `${STAND_IN}${specifier}`, format: 'module', shortCircuit: true } : next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith(STAND_IN)) return next(url, context);
    const name = url.slice(STAND_IN.length);
    const functions = Object.keys(getBuiltinModule(name) ?? {}).map(
      (member) => `export function ${member}() { throw new Error('a page has no ${member} of ${name}') }`,
    );
    return { format: 'module', source: functions.join('\n'), shortCircuit: true };
  },
});

for (const name of ['process', 'Buffer', 'setImmediate', 'global']) Reflect.deleteProperty(globalThis, name);
