// `pnpm verify`: tells whether everything that judges is as it was published, here or in the checkouts of students.

import { existsSync, writeFileSync } from 'node:fs';
import { ROOT } from '../tools.ts';
import { readArguments, UsageError } from '../usage.ts';
import { checkoutsOf, fromHere } from './checkouts.ts';
import { differences, type Fingerprints, fingerprintsAt, fingerprintsIn, formatManifest, readManifest, summaryOf } from './fingerprints.ts';

const USAGE = 'type pnpm verify [--against COMMIT|MANIFEST] [--from CHECKOUT…], or pnpm verify --write MANIFEST';
const OPTIONS = { against: { type: 'string' }, from: { type: 'string', multiple: true }, write: { type: 'string' } } as const;

/** Exit codes: 0 nothing differs, 1 something does. @throws {UsageError} for wrong usage, which is 2 */
export async function verify(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, USAGE);
  const { against, from, write } = values;
  if (write !== undefined) return writeManifest(write, positionals);
  const expected = against === undefined ? undefined : named(against);
  const isClean = checkoutsOf(from, positionals, USAGE).map(({ name, folder }) => {
    // Other checkouts are compared with this one, and this one with what was committed.
    const found = fingerprintsIn(folder);
    const [measure, words] = expected
      ? [expected, `in ${against}`]
      : from
        ? [fingerprintsIn(ROOT), 'in this checkout']
        : [fingerprintsAt(ROOT, 'HEAD'), 'committed'];
    const all = differences(measure, found);
    console.log(
      all.length === 0
        ? `${name}: all ${found.size} files that judge are as ${words} (${summaryOf(found)})`
        : `${name}: ${all.length} of ${measure.size} files that judge are not as ${words}`,
    );
    for (const { kind, path } of all) console.log(`  ${kind.padEnd(7)}  ${path}`);
    return all.length === 0;
  });
  return isClean.every(Boolean) ? 0 : 1;
}

function writeManifest(file: string, excess: readonly string[]): number {
  if (excess.length > 0) throw new UsageError(`${excess[0]} is one word too many: ${USAGE}`);
  const fingerprints = fingerprintsIn(ROOT);
  writeFileSync(fromHere(file), formatManifest(fingerprints));
  console.log(`${file}: the fingerprints of ${fingerprints.size} files that judge (${summaryOf(fingerprints)})`);
  return 0;
}

/** A manifest, if there is a file of that name, or else a commit of this checkout. */
function named(measure: string): Fingerprints {
  const file = fromHere(measure);
  return existsSync(file) ? readManifest(file) : fingerprintsAt(ROOT, measure);
}
