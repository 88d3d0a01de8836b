// Fingerprints of everything that judges, from a checkout, a commit or a manifest. Any two of them can be compared.
// Installed packages are not among them: pnpm-lock.yaml says what they should be, and in a checkout that a student had no hand in, they
// are right.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../usage.ts';
import { filesUnder } from './files.ts';

/** SHA-256 in hex, by the path from the root of the workshop, with `/`. In the order of the paths. */
export type Fingerprints = ReadonlyMap<string, string>;

const JUDGING = /^(?:(?:shared|steps)\/|(?:package\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|tsconfig\.base\.json|vitest\.config\.ts)$)/;
/** The learner's own files, installed packages, and what a run leaves behind. Packages are installed there and nowhere deeper. */
const NOT_JUDGING = /^\w+\/[^/]+\/(?:exercise|node_modules)\/|\.db(?:-\w+)?$/;
const MAX_BYTES = 256 * 1024 * 1024;

const isJudging = (path: string): boolean => JUDGING.test(path) && !NOT_JUDGING.test(path);

/** The fingerprints of the files in a checkout. Links don't count as files. */
export function fingerprintsIn(root: string): Fingerprints {
  return inOrder(filesUnder(root, isJudging).map((path) => [path, fingerprintOf(readFileSync(join(root, path)))]));
}

/**
 * The fingerprints of the files in a commit of a checkout.
 * @throws {UsageError} when the folder is not a git checkout, or has no such commit
 */
export function fingerprintsAt(root: string, commit: string): Fingerprints {
  const git = (input: string, ...args: readonly string[]) => {
    return execFileSync('git', ['-C', root, ...args], { input, maxBuffer: MAX_BYTES, stdio: ['pipe', 'pipe', 'ignore'] });
  };
  try {
    const id = git('', 'rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`).toString().trim();
    const paths = git('', 'ls-tree', '-r', '-z', '--full-tree', '--name-only', id).toString().split('\0').filter(isJudging);
    const objects = git(paths.map((path) => `${id}:${path}\n`).join(''), 'cat-file', '--batch');
    let at = 0;
    return inOrder(
      paths.map((path) => {
        const end = objects.indexOf('\n', at); // <id> blob <size>, then the bytes, then a newline
        const size = Number(objects.subarray(at, end).toString().split(' ').at(-1));
        at = end + 1 + size + 1;
        return [path, fingerprintOf(objects.subarray(end + 1, end + 1 + size))];
      }),
    );
  } catch {
    throw new UsageError(`git knows no commit or tag ${commit} in ${root}: git log and git tag list those that there are`);
  }
}

/** Writes the format of `sha256sum`, which can check it too. */
export function formatManifest(fingerprints: Fingerprints): string {
  return [...fingerprints].map(([path, fingerprint]) => `${fingerprint}  ${path}\n`).join('');
}

/** @throws {UsageError} when it is not a manifest */
export function readManifest(file: string): Fingerprints {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).filter(Boolean);
  return inOrder(
    lines.map((line) => {
      const [, fingerprint, path] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
      if (fingerprint === undefined || path === undefined)
        throw new UsageError(`${file} is not a manifest, because it has the line "${line.slice(0, 60)}": pnpm verify --write makes one`);
      return [path, fingerprint];
    }),
  );
}

/** One fingerprint for all of them, short enough to be read out. */
export function summaryOf(fingerprints: Fingerprints): string {
  return fingerprintOf(Buffer.from(formatManifest(fingerprints))).slice(0, 16);
}

export interface Difference {
  readonly path: string;
  readonly kind: 'changed' | 'added' | 'missing';
}

export function differences(expected: Fingerprints, found: Fingerprints): Difference[] {
  const paths = new Set([...expected.keys(), ...found.keys()]);
  return [...paths].toSorted().flatMap((path): Difference[] => {
    if (expected.get(path) === found.get(path)) return [];
    return [{ path, kind: !expected.has(path) ? 'added' : !found.has(path) ? 'missing' : 'changed' }];
  });
}

/** Gives a text with Windows line ends the same fingerprint as without. */
function fingerprintOf(bytes: Buffer): string {
  return createHash('sha256')
    .update(bytes.includes(0) ? bytes : bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
    .digest('hex');
}

function inOrder(entries: readonly (readonly [path: string, fingerprint: string])[]): Fingerprints {
  return new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
