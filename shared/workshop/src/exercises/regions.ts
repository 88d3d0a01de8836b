// Regions: the parts of a finished file that an exercise leaves to the learner. The finished file is the only source.

import type { Task } from '../tasks.ts';

/** The lines of a file that lie between `// #region name` and `// #endregion name`. */
export interface Region {
  readonly name: string;
  /** The index of its first line, and of the line after its last one. */
  readonly first: number;
  readonly end: number;
}

const MARKER = /^\s*\/\/ #(end)?region(?: (\S+))?\s*$/;

/**
 * The regions of a file, in the order of the file.
 * @throws {Error} when a marker has no name or no partner: VitePress would silently print the whole file instead of the region
 */
export function regionsOf(source: string): Region[] {
  const regions: Region[] = [];
  let open: { name: string; first: number } | undefined;
  for (const [index, line] of source.split('\n').entries()) {
    const [marker, end, name] = MARKER.exec(line) ?? [];
    if (marker === undefined) continue;
    const where = `line ${index + 1}: ${marker.trim()}`;
    if (name === undefined) throw new Error(`${where} has no name`);
    if (end) {
      if (open?.name !== name) throw new Error(`${where} closes no region: ${open ? `${open.name} is open` : 'none is open'}`);
      regions.push({ ...open, end: index });
      open = undefined;
    } else {
      if (open) throw new Error(`${where} lies within region ${open.name}`);
      if (regions.some((region) => region.name === name)) throw new Error(`${where} was there before`);
      open = { name, first: index + 1 };
    }
  }
  if (open) throw new Error(`region ${open.name} is not closed`);
  return regions;
}

/** The import that an exercise has and its finished file hasn't. */
export const TODO_IMPORT = "import { todo } from '@workshop/protocol';";

/** Somebody may have merged it with another import. */
const IMPORTS_TODO = /^import \{[^}]*\btodo\b[^}]*\} from ['"]@workshop\/protocol['"]/m;

/**
 * A file without the bodies of some tasks' regions. From a finished file and all of its tasks, this makes the starter.
 * @throws {Error} when a task's region is not in the file, or its markers are not as they were
 */
export function withoutBodies(source: string, tasks: readonly Task[]): string {
  if (tasks.length === 0) return source;
  const lines = source.split('\n');
  const regions = regionsOf(source).toReversed(); // from the end: the lines before a region keep their places
  for (const { region: name, file } of tasks)
    if (!regions.some((region) => region.name === name)) throw new Error(`${file}.ts has no region ${name}`);
  for (const { name, first, end } of regions) {
    const task = tasks.find(({ region }) => region === name);
    const indent = /^\s*/.exec(lines[first - 1] ?? '')?.[0] ?? '';
    if (task) lines.splice(first, end - first, `${indent}todo(${literal(task.number)}, ${literal(task.title)});`);
  }
  return withTodoImport(lines.join('\n'));
}

/** A file that calls `todo`, with the import that it needs: only once, even if the learner wrote it too. */
export function withTodoImport(source: string): string {
  if (IMPORTS_TODO.test(source)) return source;
  const lines = source.split('\n');
  lines.splice(placeOfImport(lines), 0, TODO_IMPORT);
  return lines.join('\n');
}

/**
 * A learner's file with one region as in another file, unwritten or finished. Everything else stays as it is.
 * @param tasks those of the file, which say whether it needs the import of `todo`
 * @returns `undefined` if its markers are gone
 */
export function withRegionFrom(other: string, source: string, region: string, tasks: readonly Task[]): string | undefined {
  if (bodyOf(other, region) === undefined || bodyOf(source, region) === undefined) return undefined;
  const text = withBodyFrom(other, source, region);
  return tasks.some((task) => isUnwritten(text, task)) ? withTodoImport(text) : text.replace(`${TODO_IMPORT}\n`, '');
}

/** A file with the body of one region from another file; unchanged if either has lost its markers. */
export function withBodyFrom(other: string, source: string, region: string): string {
  const body = bodyOf(other, region);
  if (body === undefined) return source;
  return source.replace(patternOf(region), (_all, start: string, _body, end: string) => `${start}${body}${end}`);
}

/** The line of the first import; in a file without imports, the line after the opening comment. */
function placeOfImport(lines: readonly string[]): number {
  const firstImport = lines.findIndex((line) => line.startsWith('import '));
  return firstImport >= 0 ? firstImport : lines.findIndex((line) => !line.startsWith('//'));
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** The text in a region of a file; `undefined` if a learner has removed its markers. */
export function bodyOf(source: string, name: string): string | undefined {
  return patternOf(name).exec(source)?.[2];
}

/** Matches a region of a file in three parts: its marker, its body, and its end marker. */
function patternOf(name: string): RegExp {
  return new RegExp(`^([^\\S\\n]*// #region ${name}[^\\S\\n]*\\n)([^]*?)^([^\\S\\n]*// #endregion ${name}[^\\S\\n]*)$`, 'm');
}

/** The lines of an exercised file that are in no task's region, each with its number from 1; without the import of `todo`. */
export function linesOutside(source: string, tasks: readonly Task[]): { readonly number: number; readonly text: string }[] {
  let region: string | undefined;
  return source.split('\n').flatMap((text, index) => {
    const [, end, name] = MARKER.exec(text) ?? [];
    if (end && name === region) region = undefined;
    const isInside = region !== undefined;
    if (!end && tasks.some((task) => task.region === name)) region = name;
    return isInside || text === TODO_IMPORT ? [] : [{ number: index + 1, text }];
  });
}

/** The task in whose region a line is, by its number from 1. */
export function taskAt(source: string, line: number, tasks: readonly Task[]): Task | undefined {
  const marker =
    source
      .split('\n')
      .slice(0, line)
      .findLast((text) => MARKER.test(text)) ?? '';
  const [, end, name] = MARKER.exec(marker) ?? [];
  return end ? undefined : tasks.find(({ region }) => region === name);
}

/** The line, from 1, at which a task is to be written: the line of its `todo`, else of its region, else the first one. */
export function lineOf(source: string, task: Task): number {
  const lines = source.split('\n');
  const todo = lines.findIndex((line) => isTodo(line, task));
  if (todo >= 0) return todo + 1;
  return lines.findIndex((line) => MARKER.exec(line)?.[2] === task.region) + 2; // without its markers: the first line
}

/** Whether an exercise still has the task's `todo`. */
export function isUnwritten(source: string, task: Task): boolean {
  return source.split('\n').some((line) => isTodo(line, task));
}

function isTodo(line: string, { number }: Task): boolean {
  const [, called] = /^(?!\s*\/\/).*\btodo\(\s*['"`]([\d.]+)['"`]/.exec(line) ?? [];
  return called === number;
}
