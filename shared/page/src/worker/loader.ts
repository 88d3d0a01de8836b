// Loads the modules of packages in a worker, with the conditions that Node would be given: `exercise-03` takes the reader's files.
// Modules without a text, such as `node:http`, have stand-ins.

import { init, parse } from 'es-module-lexer';
import type { PackageText, Target } from '../messages.ts';

export type Module = Readonly<Record<string, unknown>>;

export interface LoaderOptions {
  readonly packages: readonly PackageText[];
  readonly conditions: readonly string[];
  /** By specifier, such as `node:http`, or by path from the root: they replace what has that name. */
  readonly standIns: ReadonlyMap<string, Module>;
}

/** Errors show their places as files below this folder. */
export const ROOT = '/workshop/';

export class Loader {
  readonly #options: LoaderOptions;
  /** The address of each module that was loaded, by its path from the root or its specifier. */
  readonly #urls = new Map<string, Promise<string>>();
  readonly #paths = new Map<string, string>();

  constructor(options: LoaderOptions) {
    this.#options = options;
  }

  /**
   * @param path from the root, such as `steps/03-auth/src/broker.ts`
   * @throws {SyntaxError} and whatever the modules throw as they run
   */
  async load(path: string): Promise<Module> {
    return await import(/* @vite-ignore */ await this.#urlOf(path, []));
  }

  /** Runs a module, perhaps not for the first time, with some of its imports replaced: this is how a program starts again. */
  async run(path: string, replaced: ReadonlyMap<string, Module>): Promise<Module> {
    return await import(/* @vite-ignore */ await this.#link(path, [], replaced));
  }

  /** A text, such as a stack, with the files in place of the addresses under which they were loaded. */
  told(text: string): string {
    return text.replaceAll(/blob:[^\s)]+?(?=:\d|[\s)]|$)/g, (url) => this.#paths.get(url) ?? url);
  }

  #urlOf(name: string, importers: readonly string[]): Promise<string> {
    if (importers.includes(name)) throw new Error(`modules import each other: ${[...importers, name].join(' → ')}`);
    const known = this.#urls.get(name);
    if (known) return known;
    const standIn = this.#options.standIns.get(name);
    const url = standIn ? Promise.resolve(urlOf(standIn)) : this.#link(name, importers);
    this.#urls.set(name, url);
    return url;
  }

  async #link(path: string, importers: readonly string[], replaced?: ReadonlyMap<string, Module>): Promise<string> {
    const text = this.#textOf(path, importers.at(-1));
    await init;
    let linked = '';
    let at = 0;
    for (const found of parse(text)[0]) {
      const standIn = found.type === 'import-meta' ? undefined : replaced?.get(found.specifier ?? '');
      linked += text.slice(at, found.start);
      if (found.type === 'import-meta') linked += '({ resolve: (name) => `file:///${name}` })';
      else linked += standIn ? urlOf(standIn) : await this.#urlOf(this.#resolve(found.specifier ?? '', path), [...importers, path]);
      at = found.end;
    }
    const file = `${ROOT}${path}`;
    const url = URL.createObjectURL(new Blob([linked, text.slice(at), `\n//# sourceURL=${file}`], { type: 'text/javascript' }));
    this.#paths.set(url, file);
    return url;
  }

  #textOf(path: string, importer: string | undefined): string {
    const { folder, files } = this.#packageAt(path) ?? {};
    const text = files?.[path.slice((folder ?? '').length + 1)];
    if (text === undefined) throw new Error(`Cannot find module '${ROOT}${path}'${importer ? ` imported from ${ROOT}${importer}` : ''}`);
    return text;
  }

  #packageAt(path: string): PackageText | undefined {
    return this.#options.packages.find(({ folder }) => path.startsWith(`${folder}/`));
  }

  /** The path from the root of what a module imports, as Node finds it; or the specifier, if something stands in for it. */
  #resolve(specifier: string, importer: string): string {
    if (this.#options.standIns.has(specifier)) return specifier;
    if (specifier.startsWith('.')) return new URL(specifier, `file:///${importer}`).pathname.slice(1);
    const own = this.#packageAt(importer);
    if (specifier.startsWith('#') && own) return this.#follow(own, own.imports[specifier], specifier);
    const named = this.#options.packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
    if (!named) throw new Error(`Cannot find package '${specifier}' imported from ${ROOT}${importer}`);
    const { name, exports } = named;
    const targets = typeof exports === 'string' ? { '.': exports } : exports;
    return this.#follow(named, targets[`.${specifier.slice(name.length)}`], specifier);
  }

  #follow({ folder, name }: PackageText, target: Target | undefined, specifier: string): string {
    const path = typeof target === 'string' ? target : Object.entries(target ?? {}).find(([condition]) => this.#holds(condition))?.[1];
    if (path === undefined) throw new Error(`${name} has no ${specifier}`);
    return `${folder}/${path.replace('./', '')}`;
  }

  #holds(condition: string): boolean {
    return condition === 'default' || this.#options.conditions.includes(condition);
  }
}

let standInsMade = 0;

/** An address under which modules can import what has been loaded already. */
function urlOf(module: Module): string {
  const key = `stand-in ${(standInsMade += 1)}`;
  Object.assign(globalThis, { [key]: module });
  const names = Object.keys(module).filter((name) => name !== 'default');
  const lines = [
    `const it = globalThis[${JSON.stringify(key)}];`,
    ...names.map((name) => `export const ${name} = it.${name};`),
    ...('default' in module ? ['export default it.default;'] : []),
  ];
  return URL.createObjectURL(new Blob([lines.join('\n')], { type: 'text/javascript' }));
}
