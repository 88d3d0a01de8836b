// The stages in the folder steps/.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Task } from './tasks.ts';
import { ROOT } from './tools.ts';
import { UsageError } from './usage.ts';

export interface Stage {
  /** Such as `01`. */
  readonly number: string;
  /** Such as `01-basic-pubsub`. */
  readonly name: string;
  readonly folder: string;
  /** The folder of the workshop that it belongs to. */
  readonly root: string;
  /** The tasks of its exercise; empty if it has no exercise. */
  readonly tasks: readonly Task[];
  /** The stages that it is built on, the first one first. */
  readonly earlier: readonly Stage[];
}

/** All stages of a workshop, the first one first. */
export async function loadStages(root = ROOT): Promise<Stage[]> {
  const names = readdirSync(join(root, 'steps')).filter((name) => existsSync(join(root, 'steps', name, 'src', 'main.ts')));
  const stages: Stage[] = [];
  for (const name of names.toSorted()) stages.push(await loadStage(root, name, [...stages]));
  return stages;
}

/** Under this condition, a stage's package.json resolves to its exercise instead of the finished files. */
export const conditionOf = ({ number }: Pick<Stage, 'number'>): string => `exercise-${number}`;

/**
 * The finished file that a file of the exercise replaces, as the stage's package.json says: `history` is what it imports as `#history`.
 * @throws {Error} when there is none of that name
 */
export function finishedFile({ folder, name, number }: Stage, file: string): string {
  const { imports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    imports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  };
  const target = imports[`#${file}`];
  if (typeof target !== 'object' || target[conditionOf({ number })] !== `./exercise/${file}.ts` || !target['default'])
    throw new Error(`${name} has no import #${file} that an exercise can take the place of: see its package.json`);
  return join(folder, target['default']);
}

async function loadStage(root: string, name: string, earlier: readonly Stage[]): Promise<Stage> {
  const folder = join(root, 'steps', name);
  const file = join(folder, 'tasks.ts');
  const { tasks } = existsSync(file) ? ((await import(pathToFileURL(file).href)) as { tasks: readonly Task[] }) : { tasks: [] };
  return { number: name.slice(0, 2), name, folder, root, tasks, earlier };
}

/**
 * The stage that a person names: `3`, `03` and `03-auth` are the same.
 * @throws {UsageError} when there is none
 */
export function stageNamed<S extends Pick<Stage, 'number' | 'name'>>(stages: readonly S[], name: string | undefined): S {
  const stage = stages.find((each) => each.name === name || each.number === name?.padStart(2, '0'));
  if (stage) return stage;
  throw new UsageError(`${name ?? 'nothing'} is not a stage: give ${stages.map(({ number }) => number).join(', ')}`);
}

/**
 * The task of a stage that a person names, such as `3.2`.
 * @throws {UsageError} when there is none
 */
export function taskNamed({ name, tasks }: Pick<Stage, 'name' | 'tasks'>, number: string): Task {
  const task = tasks.find((each) => each.number === number);
  if (task) return task;
  throw new UsageError(`${number} is not a task of ${name}: give ${tasks.map((each) => each.number).join(', ')}`);
}

/** The stages that have an exercise. */
export const withExercise = (stages: readonly Stage[]): Stage[] => stages.filter(({ tasks }) => tasks.length > 0);

/** "01, 02 and 03". */
export const listed = (numbers: readonly string[]): string => new Intl.ListFormat('en-GB').format(numbers);
