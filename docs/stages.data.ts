// The stages with their tasks and checks, taken from the code at build time: what the site says is there, is there.

import { existsSync, readdirSync } from 'node:fs';
import { type Check, suites } from '@workshop/checks';
import type { Task } from '@workshop/cli/tasks';

interface StageEntry {
  /** Such as `01`. */
  readonly number: string;
  /** Such as `01-basic-pubsub`. */
  readonly name: string;
  readonly adds: string;
  readonly built: boolean;
  readonly chapter: string | undefined;
  readonly tasks: readonly (Pick<Task, 'number' | 'title' | 'region' | 'checks'> & { readonly file: string })[];
  readonly checks: readonly Pick<Check, 'id' | 'title' | 'group' | 'notInPage'>[];
}

declare const data: readonly StageEntry[];
export { data };

const PLAN = {
  '01-basic-pubsub': 'subscribe, publish, fan-out',
  '02-persistence': 'history, resume, idempotent publish',
  '03-auth': 'tokens and rights',
  '04-typing': 'typing indicators',
  '05-private': 'private messages',
  '06-federation': 'several brokers',
  '07-nats': 'the same network on NATS',
};

const steps = new URL('../steps/', import.meta.url);

async function tasksOf(stage: string): Promise<readonly Task[]> {
  const file = new URL(`${stage}/tasks.ts`, steps);
  return existsSync(file) ? ((await import(file.href)) as { tasks: readonly Task[] }).tasks : [];
}

export default {
  async load(): Promise<readonly StageEntry[]> {
    const chapters = readdirSync(new URL('.', import.meta.url));
    return Promise.all(
      Object.entries(PLAN).map(async ([name, adds]) => ({
        number: name.slice(0, 2),
        name,
        adds,
        built: existsSync(new URL(`${name}/src/main.ts`, steps)),
        chapter: chapters.includes(`${name}.md`) ? `/${name}` : undefined,
        tasks: (await tasksOf(name)).map(({ number, title, region, checks, file }) => ({
          number,
          title,
          region,
          checks,
          file: `steps/${name}/exercise/${file}.ts`,
        })),
        checks: (suites.find(({ stage }) => stage === name)?.checks ?? []).map(({ id, title, group, notInPage }) => ({
          id,
          title,
          group,
          ...(notInPage && { notInPage }),
        })),
      })),
    );
  },
};
