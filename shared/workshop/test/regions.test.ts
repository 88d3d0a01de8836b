import { describe, expect, test } from 'vitest';
import { bodyOf, isUnwritten, lineOf, regionsOf, withoutBodies } from '../src/exercises/regions.ts';
import type { Task } from '../src/tasks.ts';

const task = (number: string, region: string, title = 'do it'): Task => ({
  number,
  title,
  file: 'file',
  region,
  checks: ['check'],
  hints: ['idea', 'place', 'code'],
});

const SOURCE = `// What it is for.

import { a } from '#a';

function one(): number {
  // #region one
  const b = a();
  return b;
  // #endregion one
}

class Two {
    // #region two
    #three() {}
    // #endregion two
}
`;

const BOTH = [task('1.1', 'one'), task('1.2', 'two', "the broker's part")];

const STARTER = `// What it is for.

import { todo } from '@workshop/protocol';
import { a } from '#a';

function one(): number {
  // #region one
  todo('1.1', 'do it');
  // #endregion one
}

class Two {
    // #region two
    todo('1.2', 'the broker\\'s part');
    // #endregion two
}
`;

describe('a starter', () => {
  test('is the finished file with a todo in each region, and one import', () => {
    expect(withoutBodies(SOURCE, BOTH)).toBe(STARTER);
  });

  test('with one task alone has the other regions as they are', () => {
    const alone = withoutBodies(SOURCE, [task('1.2', 'two')]);
    expect(alone).toContain('return b;');
    expect(alone).not.toContain('#three');
  });

  test('of a file without imports has its import behind what the file is for', () => {
    const source = '// For this\n// and that.\n\nconst x = 1;\n// #region one\nx;\n// #endregion one\n';
    expect(withoutBodies(source, [task('1.1', 'one')])).toMatch(/^\/\/ For this\n\/\/ and that\.\nimport .*\n\nconst x/);
  });

  test('cannot be made where the region of a task is missing', () => {
    expect(() => withoutBodies(SOURCE, [task('1.3', 'three')])).toThrow('file.ts has no region three');
  });
});

describe('regions', () => {
  test('are found in the order of the file', () => {
    expect(regionsOf(SOURCE).map(({ name }) => name)).toEqual(['one', 'two']);
  });

  test.each([
    ['no name', '// #region\n', 'line 1: // #region has no name'],
    ['no end', '// #region a\n', 'region a is not closed'],
    ['an end without a name', '// #region a\n// #endregion\n', 'line 2: // #endregion has no name'],
    ['an end of another', '// #region a\n// #endregion b\n', 'line 2: // #endregion b closes no region: a is open'],
    ['an end alone', 'x\n// #endregion b\n', 'line 2: // #endregion b closes no region: none is open'],
    ['one within another', '// #region a\n// #region b\n', 'line 2: // #region b lies within region a'],
    ['the same name twice', '// #region a\n// #endregion a\n// #region a\n', 'line 3: // #region a was there before'],
  ])('%s is an error that says where', (_title, source, message) => {
    expect(() => regionsOf(source)).toThrow(message);
  });

  test('their bodies can be told apart, also where the markers were taken away', () => {
    expect(bodyOf(SOURCE, 'two')).toBe('    #three() {}\n');
    expect(bodyOf('// #region one\n// #endregion one\n', 'one')).toBe('');
    expect(bodyOf('nothing', 'one')).toBeUndefined();
  });
});

describe('a task', () => {
  test('is to be written where its todo stands, then where its region is, then at the start of the file', () => {
    expect(lineOf(STARTER, task('1.1', 'one'))).toBe(8);
    expect(lineOf(SOURCE, task('1.1', 'one'))).toBe(7);
    expect(lineOf('nothing', task('1.1', 'one'))).toBe(1);
  });

  test('is unwritten as long as its todo is called', () => {
    expect(isUnwritten(STARTER, task('1.1', 'one'))).toBe(true);
    expect(isUnwritten(STARTER, task('1', 'one'))).toBe(false);
    expect(isUnwritten(SOURCE, task('1.1', 'one'))).toBe(false);
    expect(isUnwritten("  // todo('1.1', 'do it');", task('1.1', 'one'))).toBe(false);
    expect(isUnwritten('return todo( "1.1", "do it");', task('1.1', 'one'))).toBe(true);
  });
});
