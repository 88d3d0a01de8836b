// The stages with their tasks and checks, taken from the code at build time: what the site says is there, is there.

import { existsSync } from 'node:fs';
import { type Check, suites } from '@workshop/checks';
import type { Task } from '@workshop/cli/tasks';
import { type Chapter, readChapters } from './.vitepress/chapters.ts';
import { hoursFor } from './.vitepress/theme/hours.ts';

interface StageEntry {
  /** Such as `01`. */
  readonly number: string;
  /** Such as `01-basic-pubsub`. */
  readonly name: string;
  readonly adds: string;
  readonly built: boolean;
  readonly chapter: string | undefined;
  readonly about: Chapter | undefined;
  /** What reading and writing take, at least and at most: an estimate. */
  readonly hours: readonly [least: number, most: number];
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
    const chapters = readChapters();
    return Promise.all(
      Object.entries(PLAN).map(async ([name, adds]) => {
        const about = chapters.find(({ link }) => link === `/${name}`);
        const tasks = await tasksOf(name);
        const minutes = about?.minutes ?? 0;
        return {
          number: name.slice(0, 2),
          name,
          adds,
          built: existsSync(new URL(`${name}/src/main.ts`, steps)),
          chapter: about?.link,
          about,
          hours: hoursFor(minutes, tasks.length),
          tasks: tasks.map(({ number, title, region, checks, file }) => ({
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
        };
      }),
    );
  },
};
