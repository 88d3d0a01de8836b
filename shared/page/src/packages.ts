// The stages' packages as texts that a page can load: every module without its types, in its lines and columns. A plugin for Vite.

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/wasm-typescript'; // Node's own `stripTypeScriptTypes` prints a warning
import type { Plugin } from 'vite';
import { absentNodePlugin } from './absent.ts';
import type { PackageText } from './messages.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** `import packages from 'virtual:workshop-packages'`: a function for each package, by its folder, that loads it. */
const ALL = 'virtual:workshop-packages';
const LIBRARIES = [
  'acorn',
  'acorn-walk',
  'buffer/',
  'dequal',
  'es-module-lexer',
  'eventemitter3',
  'jose',
  'magic-string',
  'node-inspect-extracted',
];
const STAGE_FILES = ['src/**/*.ts', 'task-checks/*.ts', 'test/fake-client.ts'];
/** Of the judges, what runs the checks of tasks. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  'shared/checks': ['src/{check,code-error,story,transcript}.ts'],
  'shared/workshop': ['src/task-checks/{clock,names,refusal,run-task,run-tasks,task-check,watch-calls}.ts'],
};
const STRIPPER = '@swc/wasm-typescript-esm';
const ONE = 'virtual:workshop-package/';

/** The packages, and what they find in a page in place of Node. */
export function packagesPlugin(): Plugin[] {
  return [absentNodePlugin(), textsPlugin()];
}

function textsPlugin(): Plugin {
  return {
    name: 'workshop-packages',
    enforce: 'pre',
    config: () => ({
      worker: { format: 'es' },
      // Listed here, because a package that the development server finds only later makes it reload the page.
      optimizeDeps: { include: LIBRARIES.map((library) => `@workshop/page > ${library}`), exclude: [STRIPPER] },
    }),
    resolveId(id, _importer, { ssr }) {
      // It names a file for Node that it does not have, and only pages load it.
      if (ssr && id === STRIPPER) return { id, external: true };
      return id === ALL || id.startsWith(ONE) ? `\0${id}` : undefined;
    },
    load(id) {
      if (id === `\0${ALL}`) {
        const entries = foldersOf().map((folder) => `${JSON.stringify(folder)}: () => import(${JSON.stringify(ONE + folder)}),`);
        return `export default {\n${entries.join('\n')}\n};`;
      }
      if (!id.startsWith(`\0${ONE}`)) return undefined;
      const { read, text } = packageText(id.slice(ONE.length + 1));
      for (const file of read) this.addWatchFile(file);
      return `export default ${JSON.stringify(text)};`;
    },
  };
}

function foldersOf(): string[] {
  return globSync(['steps/*/package.json', 'shared/{protocol,program,checks,workshop}/package.json'], { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/').replace('/package.json', ''))
    .toSorted();
}

/** @param folder from the root, such as `steps/03-auth` */
function packageText(folder: string): { readonly read: readonly string[]; readonly text: PackageText } {
  const path = `${ROOT}${folder}/`;
  const { name, imports = {}, exports } = JSON.parse(readFileSync(`${path}package.json`, 'utf8'));
  const names = globSync([...(FILES[folder] ?? STAGE_FILES)], { cwd: path }).map((file) => file.replaceAll('\\', '/'));
  const files = names.toSorted().map((file): [string, string] => [file, withoutTypes(readFileSync(path + file, 'utf8'))]);
  return { read: names.map((file) => path + file), text: { name, folder, imports, exports, files: Object.fromEntries(files) } };
}

function withoutTypes(source: string): string {
  return transformSync(source, { mode: 'strip-only', module: true }).code;
}
