// Judges a command: its brokers are processes on this machine.

import { join } from 'node:path';
import type { Language } from './check.ts';
import { codeErrorIn } from './code-error.ts';
import { createFolder, removeFolder } from './folders.ts';
import { linesOnDisk } from './lines-on-disk.ts';
import { FIRST_STAGE_ON_NATS, HOW_TO_INSTALL, natsServerVersion } from './nats-server.ts';
import { ProcessBroker, type Target } from './process-broker.ts';
import type { Command } from './processes.ts';
import { judgeBrokers, type Judging, type Report } from './runner.ts';
import { checksAt, type ChosenCheck, type Place, stormsAt } from './suites.ts';

const HERE: Place = process.platform === 'win32' ? 'windows' : 'other system';

/** The checks that grade a stage on this machine. */
export const checksOf = (stage: number): ChosenCheck[] => checksAt(HERE, stage);

/** Checks that take minutes: they run only where `only` names them. */
export const stormsOf = (stage: number): ChosenCheck[] => stormsAt(HERE, stage);

export interface Grading extends Pick<Judging, 'stage' | 'seed' | 'only' | 'again' | 'patience' | 'onResult'> {
  readonly target: Target;
}

export async function grade({ target, ...grading }: Grading): Promise<Report> {
  // For what this workshop's brokers hand on to those that start after them.
  const folder = createFolder('grading-');
  const isOnNats = grading.stage >= FIRST_STAGE_ON_NATS;
  const environment = { RESOLVED_FILE: join(folder, 'resolved.json'), ...target.environment };
  try {
    return await judgeBrokers({
      ...grading,
      place: HERE,
      createBroker: (settings, patience) => new ProcessBroker({ ...target, environment, isOnNats }, settings, patience),
      sharesStore: isOnNats,
      hopeless: isOnNats && natsServerVersion() === undefined ? HOW_TO_INSTALL : undefined,
      language: languageOf(target.command),
      codeErrorIn: (printed) => codeErrorIn(printed, target.folder ?? process.cwd(), linesOnDisk),
    });
  } finally {
    await removeFolder(folder);
  }
}

/** Judged by the program that runs the broker; a compiled one may be written in any language. */
function languageOf([program]: Command): Language | undefined {
  const name = /([^/\\]*?)(?:\.exe)?$/i.exec(program)?.[1] ?? '';
  if (/^(?:node|bun|deno|tsx|npx)$/.test(name)) return 'javascript';
  if (/^(?:python|pypy|uv)[\d.]*$|\.py$/.test(name)) return 'python';
  return name === 'go' ? 'go' : undefined;
}
