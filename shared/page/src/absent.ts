// What a page has in place of Node's modules: their names, so that a module which needs one of them only elsewhere can be imported.

import { isBuiltin } from 'node:module';
import type { Plugin } from 'vite';

const PREFIX = '\0absent/';

/** A plugin for Vite. Calling anything from Node throws an error that names it. */
export function absentNodePlugin(): Plugin {
  return {
    name: 'workshop-absent-node',
    enforce: 'pre',
    resolveId: (id, _importer, { ssr }) => (!ssr && id.startsWith('node:') && isBuiltin(id) ? PREFIX + id : undefined),
    async load(id) {
      if (!id.startsWith(PREFIX)) return undefined;
      const specifier = id.slice(PREFIX.length);
      const names = Object.keys((await import(specifier)) as object).filter((name) => /^\w+$/.test(name) && name !== 'default');
      const absent = names.map((name) => `export function ${name}() { throw new Error('there is no ${name} of ${specifier} in a page'); }`);
      return [...absent, `export default {};`].join('\n');
    },
  };
}
