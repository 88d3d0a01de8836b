// The workflow that teachers copy: each of its commands is run as the file has it, in the folders that its checkouts would have made.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checksOf } from '@workshop/checks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadStages } from '@workshop/cli/stages';
import { readChapters, wordsIn } from '../.vitepress/chapters.ts';
import { hoursFor, inHours } from '../.vitepress/theme/hours.ts';
import { writeExercise } from './commands.ts';
import { DOCS, readPages } from './pages.ts';
import { copyWorkshopTo } from './workshop-copy.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

const workflow = parse(readFileSync(join(DOCS, 'public', 'classroom.yml'), 'utf8')) as {
  env: Readonly<Record<string, string>>;
  jobs: { grade: { steps: readonly Step[] } };
};
const { steps } = workflow.jobs.grade;
const paths = steps.flatMap((step) => (step.uses?.startsWith('actions/checkout@') ? [step.with?.['path'] ?? ''] : []));

let workspace: string;
beforeAll(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-')));
  for (const path of paths) copyWorkshopTo(join(workspace, path));
});
afterAll(() => rmSync(workspace, { recursive: true, force: true, maxRetries: 5 }));

/** Runs the commands in order, as GitHub does; the packages of the copy are there. @returns the exit code of each, by its command */
function runSteps(): Record<string, number | null> {
  const commands = steps.filter(({ run }) => run !== undefined && !run.includes('pnpm@12 install'));
  return Object.fromEntries(
    commands.map(({ run = '', 'working-directory': folder = '' }) => {
      const env = { ...process.env, UNTIL: '01', INIT_CWD: undefined };
      const { status } = spawnSync('bash', ['-eo', 'pipefail', '-c', run], { cwd: join(workspace, folder), env });
      return [/pnpm@12 (\w+)/.exec(run)?.[1] ?? run, status];
    }),
  );
}

test.skipIf(process.platform === 'win32')(
  'its steps let a right exercise pass, and one that is not written fail',
  { timeout: 300_000 },
  async () => {
    expect(paths).toEqual(['student', 'workshop']);
    await writeExercise(join(workspace, 'student'), '01-basic-pubsub', ['all']);
    expect(runSteps()).toEqual({ grade: 0, verify: 0 });
    expect(readFileSync(join(workspace, 'verdicts.xml'), 'utf8')).toContain('<testsuite name="01-basic-pubsub" ');
    await writeExercise(join(workspace, 'student'), '01-basic-pubsub', ['none']);
    expect(runSteps()).toEqual({ grade: 1, verify: 0 });
  },
);

test('the page for instructors names checks that there are', () => {
  const { text = '' } = readPages().find(({ name }) => name === 'teaching.md') ?? {};
  const [, section = ''] = text.split('## Where learners get stuck');
  const named = [...section.matchAll(/^\| (\d\d) \|.*?\| `([\w-]+)` \|/gm)].map(([, stage, id = '']) => ({ stage: Number(stage), id }));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ stage, id }) => !checksOf(stage).some(({ check }) => check.id === id))).toEqual([]);
});

test.skipIf(process.platform === 'win32')('it counts tasks, words, checks and hours as they are', async () => {
  const pages = readPages();
  const textOf = (page: string) => pages.find(({ name }) => name === `${page}.md`)?.text ?? '';
  const rows = textOf('teaching').matchAll(/^\| (\d\d) [^|]+\| (\d+) \| \d+ \| ([\d,]+) \| (\d+) \| (.+) \|$/gm);
  const chapters = readChapters();
  const counted = (await loadStages()).map(({ number, name, tasks }) => {
    const words = (Math.round(wordsIn(textOf(name)) / 100) * 100).toLocaleString('en');
    const hours = inHours(hoursFor(chapters.find((chapter) => chapter.number === number)?.minutes ?? 0, tasks.length));
    return [number, String(tasks.length), words, String(checksOf(Number(number)).length), hours.replace(' hours', '')];
  });
  expect([...rows].map((row) => row.slice(1))).toEqual(counted);
});
