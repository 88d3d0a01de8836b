// A tampered check is found: by the fingerprints of a folder, of a commit, and of a manifest.

import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { differences, fingerprintsAt, fingerprintsIn, formatManifest, readManifest } from '../../src/classroom/fingerprints.ts';
import { UsageError } from '../../src/usage.ts';

const CHECK = 'shared/checks/src/runner.ts';
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'checkout-'));
  for (const path of [
    CHECK,
    'shared/protocol/ü.ts',
    'steps/01/src/main.ts',
    'steps/01/exercise/frames.ts',
    'shared/checks/node_modules/ws/index.js',
    'docs/01.md',
    'package.json',
  ])
    write(path, `the text of ${path}\n`);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function git(...args: string[]): void {
  execFileSync('git', ['-C', root, '-c', 'user.name=Alice', '-c', 'user.email=alice@example.org', ...args], { stdio: 'ignore' });
}

test('what judges has a fingerprint; what is the learner\u2019s own or installed has none', () => {
  expect([...fingerprintsIn(root).keys()]).toEqual(['package.json', CHECK, 'shared/protocol/ü.ts', 'steps/01/src/main.ts']);
});

test('what was changed, added or taken away is told, committed or not', () => {
  const before = fingerprintsIn(root);
  appendFileSync(join(root, CHECK), '// all is well\n');
  write('shared/checks/src/node_modules/ws/index.js', 'a package that is found before the real one');
  rmSync(join(root, 'package.json'));
  expect(differences(before, fingerprintsIn(root))).toEqual([
    { path: 'package.json', kind: 'missing' },
    { path: 'shared/checks/src/node_modules/ws/index.js', kind: 'added' },
    { path: CHECK, kind: 'changed' },
  ]);
});

test('a commit has the fingerprints of its files, whatever was done since', () => {
  const before = fingerprintsIn(root);
  git('init');
  git('add', '.');
  git('commit', '-m', 'as it was given');
  git('tag', 'given');
  appendFileSync(join(root, CHECK), '// all is well\n');
  git('commit', '-am', 'nothing to see here');
  expect(fingerprintsAt(root, 'given')).toEqual(before);
  expect(differences(fingerprintsAt(root, 'given'), fingerprintsAt(root, 'HEAD'))).toEqual([{ path: CHECK, kind: 'changed' }]);
  for (const commit of ['nothing', '--help', '']) expect(() => fingerprintsAt(root, commit)).toThrow(UsageError);
});

test('a manifest keeps them, line ends of Windows or not', () => {
  const before = fingerprintsIn(root);
  const file = join(root, 'manifest.txt');
  writeFileSync(file, formatManifest(before).replaceAll('\n', '\r\n'));
  write(CHECK, `the text of ${CHECK}\r\n`);
  expect(differences(readManifest(file), fingerprintsIn(root))).toEqual([]);
  writeFileSync(file, 'hello\n');
  expect(() => readManifest(file)).toThrow('is not a manifest, because it has the line "hello"');
});

test.skipIf(process.platform === 'win32')('a link in the place of a folder is a folder that is missing', () => {
  const before = fingerprintsIn(root);
  rmSync(join(root, 'shared/protocol'), { recursive: true });
  symlinkSync(join(root, 'steps'), join(root, 'shared/protocol'));
  expect(differences(before, fingerprintsIn(root))).toEqual([{ path: 'shared/protocol/ü.ts', kind: 'missing' }]);
});
