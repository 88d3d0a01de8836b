// The site's tables, taken from the code at build time: settings, error codes and close codes are written down once, there.

import { existsSync, readdirSync } from 'node:fs';
import { pageTable } from '@workshop/checks/page';
import { CLOSE_CODES, ERROR_CODES } from '@workshop/protocol';

/** A table's row; the first cell is code. */
export type Row = readonly [name: string, ...cells: string[]];

interface Reference {
  readonly settings: readonly Row[];
  readonly errorCodes: readonly Row[];
  readonly closeCodes: readonly Row[];
  /** Which checks a page can run. */
  readonly inPage: readonly Row[];
}

type Settings = Readonly<Record<string, { readonly fallback: unknown; readonly meaning: string; readonly expected: string }>>;

const steps = new URL('../steps/', import.meta.url);

/** Every setting as the newest stage that has it knows it, with the stage from which it exists. */
async function settingsRows(): Promise<Row[]> {
  const since = new Map<string, string>();
  const newest: Record<string, Settings[string]> = {};
  for (const stage of readdirSync(steps).toSorted()) {
    if (!existsSync(new URL(`${stage}/src/settings.ts`, steps))) continue;
    const { settings } = (await import(`${stage}/settings`)) as { settings: Settings };
    Object.assign(newest, settings);
    for (const name of Object.keys(settings)) if (!since.has(name)) since.set(name, stage.slice(0, 2));
  }
  return Object.entries(newest).map(([name, { fallback, meaning, expected }]) => [
    name,
    fallback === undefined ? 'none' : String(fallback),
    since.get(name) ?? '',
    `${meaning} (${expected})`,
  ]);
}

/** How many checks of each suite a page runs, and why it cannot run the others. */
function inPageRows(): Row[] {
  return pageTable().map(({ stage, inPage, notInPage }) => {
    const others = notInPage.flatMap(({ checks }) => checks);
    const reasons = notInPage.map(({ reason, checks }) => `${reason} (${checks.map(({ id }) => id).join(', ')})`);
    return [`pnpm test ${stage.slice(0, 2)}`, `${inPage.length} of ${inPage.length + others.length}`, reasons.join('; ') || 'none'];
  });
}

export default {
  async load(): Promise<Reference> {
    return {
      settings: await settingsRows(),
      errorCodes: Object.entries(ERROR_CODES),
      inPage: inPageRows(),
      closeCodes: Object.entries(CLOSE_CODES).map(([name, code]) => [String(code), name.toLowerCase().replaceAll('_', ' ')]),
    };
  },
};
