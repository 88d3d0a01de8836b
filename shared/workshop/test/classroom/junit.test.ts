import { expect, test } from 'vitest';
import type { CheckoutVerdict, StageVerdict } from '../../src/classroom/judge-checkout.ts';
import { junitOf } from '../../src/classroom/junit.ts';

const task = {
  title: 'read a frame',
  state: 'right',
  message: '',
  story: '',
  rules: [],
  place: 'steps/01/exercise/frames.ts:16',
  asFinished: false,
} as const;
const check = { id: 'ping', group: 'frames', title: 'a ping', rules: [], verdict: 'pass', message: '', story: '', ms: 1500 } as const;
const stage: StageVerdict = {
  stage: '01',
  name: '01-basic-pubsub',
  state: 'wrong',
  seed: 1,
  tasks: [
    { ...task, number: '1.1' },
    { ...task, number: '1.2', state: 'wrong', message: 'it is "there" twice', story: 'got <2> & more' },
    { ...task, number: '1.3', state: 'unwritten' },
  ],
  checks: [
    check,
    { ...check, verdict: 'fail', message: 'no pong', story: 'alice \u001b[31m← \u0000\u0007\ud800]]>' },
    { ...check, verdict: 'todo' },
  ],
  changedOutside: [],
  ms: 2000,
};
const checkout = (name: string): CheckoutVerdict => ({ name, folder: '/x', differing: [], tampered: [], stages: [stage] });

test('a suite for each stage counts its cases, and each failure has its message and its story', () => {
  const xml = junitOf([checkout('alice')], false);
  expect(xml).toContain('<testsuite name="01-basic-pubsub" tests="7" failures="2" errors="0" skipped="2" time="2.000">');
  expect(xml).toContain(
    '<testcase classname="01-basic-pubsub.tasks" name="1.1 read a frame" time="0.000" file="steps/01/exercise/frames.ts"/>',
  );
  expect(xml).toContain('<failure message="it is &quot;there&quot; twice" type="failure">got &lt;2&gt; &amp; more</failure>');
  expect(xml).toContain('<skipped message="to do"/>');
});

test('where it is strict, what is to do is a failure', () => {
  expect(junitOf([checkout('alice')], true)).toContain('tests="7" failures="4" errors="0" skipped="0"');
});

test('what XML does not allow is shown by what it does', () => {
  expect(junitOf([checkout('alice')], false)).toContain('>alice ← ␀␇\ufffd]]&gt;</failure>');
});

test('of several checkouts, each suite says whose it is', () => {
  const xml = junitOf([checkout('alice'), checkout('bob')], false);
  expect([...xml.matchAll(/<testsuite name="([^"]*)"/g)].map(([, name]) => name)).toEqual(['alice 01-basic-pubsub', 'bob 01-basic-pubsub']);
});

test('an exercise that cannot be run says why, and where', () => {
  const broken = { message: 'SyntaxError: Unexpected token', place: 'steps/01/exercise/frames.ts:3:7', excerpt: '3 | new new' };
  const xml = junitOf([{ ...checkout('alice'), stages: [{ ...stage, state: 'broken', broken, checks: [] }] }], false);
  expect(xml).toContain(
    '<failure message="SyntaxError: Unexpected token" type="failure">SyntaxError: Unexpected token\nat steps/01/exercise/frames.ts:3:7\n3 | new new</failure>',
  );
});
