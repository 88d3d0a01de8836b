// The protocol page and the suites: every rule that a client can observe is cited by a check, and every rule cited exists.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { suites } from '../src/index.ts';

/** Why no check cites a rule. */
const NOT_OBSERVABLE: Readonly<Record<string, string>> = {
  'P2-10': 'it allows brokers something, and asks nothing of them',
  'P7-16': 'a queue of 100,000 messages takes longer than a suite may: `pnpm soak` fills one, and unit tests of stage 06 overfill one',
};

/** The section of a suite's own rules: P2 for stage 01, P3 for stage 02, and so on. */
const newest = suites.length + 1;
const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
const rules = Array.from(page.matchAll(/^- \*\*(P(\d)-\d+)\*\*/gm), ([, rule = '', section]) => ({ rule, section: Number(section) }));
const checks = suites.flatMap((suite) => suite.checks);
const cited = new Set(checks.flatMap((check) => check.rules));

test('the page numbers its rules in order, each once, with an anchor of that name', () => {
  const anchors = Array.from(page.matchAll(/^- \*\*(P\d-\d+)\*\*\{#(p\d-\d+)\}/gm), ([, rule, anchor]) => [rule?.toLowerCase(), anchor]);
  expect(anchors).toHaveLength(rules.length);
  expect(anchors.filter(([rule, anchor]) => rule !== anchor)).toEqual([]);
  const counted = rules.map(({ section }, at) => `P${section}-${rules.slice(0, at + 1).filter((each) => each.section === section).length}`);
  expect(rules.map(({ rule }) => rule)).toEqual(counted);
});

test('every rule that a client can observe is cited by a check', () => {
  const due = rules.filter(({ rule, section }) => section <= newest && !(rule in NOT_OBSERVABLE));
  expect(due.map(({ rule }) => rule).filter((rule) => !cited.has(rule))).toEqual([]);
});

test('every rule cited is on the page, and none of the exceptions is cited', () => {
  const known = new Set(rules.map(({ rule }) => rule));
  expect([...cited].filter((rule) => !known.has(rule))).toEqual([]);
  expect(Object.keys(NOT_OBSERVABLE).filter((rule) => cited.has(rule) || !known.has(rule))).toEqual([]);
});

test('an id names one check, and no group', () => {
  const ids = checks.map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  const groups = new Set(checks.map(({ group }) => group));
  expect(ids.filter((id) => groups.has(id))).toEqual([]);
});
