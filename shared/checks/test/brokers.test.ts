// Right brokers of another design pass too: the checks ask for the protocol, and not for our code (`examples/`, `brokers/`).

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Check, checksOf, grade, suites, type Target } from '../src/index.ts';

const LIMIT_MS = 900_000;
const PYTHON = fileURLToPath(new URL('../../../examples/python/broker.py', import.meta.url));
const JAVASCRIPT = fileURLToPath(new URL('brokers/javascript/broker.mjs', import.meta.url));

interface Design {
  readonly name: string;
  /** The number of the last stage that it has. */
  readonly until: number;
  /** Why it cannot be judged on this machine. */
  readonly missing?: string | undefined;
  target(stage: string): Target;
}

/** The first Python that is new enough. */
const python = ['python3', 'python'].find((program) => {
  const { stdout } = spawnSync(program, ['-c', 'import sys; print(sys.version_info >= (3, 11))'], { encoding: 'utf8' });
  return stdout?.trim() === 'True';
});

const designs: readonly Design[] = [
  {
    name: 'Python',
    until: 6,
    missing: python === undefined ? 'there is no Python 3.11 or newer on this machine' : undefined,
    target: (stage) => ({ command: [python ?? '', PYTHON, stage] }),
  },
  {
    name: 'JavaScript',
    until: 6,
    target: (stage) => ({ command: [process.execPath, JAVASCRIPT, stage] }),
  },
];

/**
 * What a stage adds and, of what was there before, the checks that share a broker: these are quick, and show whether an old rule
 * still holds where a new one meets it. The last stage is judged by every check.
 */
function checksFor(stage: number, last: number): string[] {
  const isQuick = ({ settings, startsItself, sharesNetwork }: Check) => !settings && !startsItself && !sharesNetwork;
  return checksOf(stage)
    .filter(({ check, chapter }) => stage === last || Number.parseInt(chapter) === stage || isQuick(check))
    .map(({ check }) => check.id);
}

describe.each(designs)('$name', ({ until, missing, target }) => {
  const stages = suites.map(({ stage }) => Number.parseInt(stage)).filter((stage) => stage <= until);
  const last = Math.max(...stages);
  test.for(stages)('passes stage %i', { timeout: LIMIT_MS }, async (stage, { skip }) => {
    if (missing !== undefined) skip(missing);
    const { checks } = await grade({ stage, target: target(String(stage).padStart(2, '0')), only: checksFor(stage, last) });
    expect(checks.filter(({ verdict }) => verdict !== 'pass').map(({ id, story }) => `${id}: ${story}`)).toEqual([]);
  });
});
