// Verdicts as JUnit XML, which GitHub's actions, GitLab and Jenkins read: https://github.com/testmoapp/junitxml
// A suite for each stage; a case for whether it can be run, for each task, and for each check.

import { stripVTControlCharacters } from 'node:util';
import { MISSING } from './words.ts';
import type { CheckoutVerdict, StageVerdict } from './judge-checkout.ts';

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly group: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly message?: string;
  readonly story?: string;
  /** In ms. */
  readonly ms?: number;
  readonly place?: string;
}

/** @param isStrict whether what is to do counts as a failure; otherwise it is skipped */
export function junitOf(checkouts: readonly CheckoutVerdict[], isStrict: boolean): string {
  const suites = checkouts.flatMap(({ name, tampered, stages }) =>
    stages.map((stage) => suiteOf(checkouts.length > 1 ? `${name} ${stage.name}` : stage.name, stage, casesOf(stage, tampered, isStrict))),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', {}, suites)}\n`;
}

function suiteOf(name: string, { ms }: StageVerdict, cases: readonly Case[]): string {
  const count = (wanted: Outcome) => cases.filter(({ outcome }) => outcome === wanted).length;
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
  return element(
    'testsuite',
    { name, ...counts, time: inSeconds(ms) },
    cases.map((each) => caseOf(name, each)),
  );
}

function caseOf(suite: string, { group, name, outcome, message = '', story = '', ms = 0, place }: Case): string {
  const attributes = { classname: `${suite}.${group}`, name, time: inSeconds(ms), ...(place && { file: place.replace(/(?::\d+)+$/, '') }) };
  if (outcome === 'passed') return element('testcase', attributes);
  if (outcome === 'skipped') return element('testcase', attributes, [element('skipped', { message })]);
  return element('testcase', attributes, [`<${outcome}${write({ message, type: outcome })}>${escape(story || message)}</${outcome}>`]);
}

function casesOf(stage: StageVerdict, tampered: readonly string[], isStrict: boolean): Case[] {
  const todo = isStrict ? 'failure' : 'skipped';
  return [runCase(stage, tampered, todo), ...taskCases(stage, todo), ...checkCases(stage, todo)];
}

function runCase({ state, broken, name }: StageVerdict, tampered: readonly string[], todo: Outcome): Case {
  const base = { group: 'exercise', name: 'the exercise can be run' };
  if (tampered.length > 0)
    return { ...base, outcome: 'failure', message: `files of the judge were changed while it ran: ${tampered.join(', ')}` };
  if (broken) {
    const { message, place, excerpt } = broken;
    return { ...base, outcome: 'failure', message, story: [message, place && `at ${place}`, excerpt].filter(Boolean).join('\n'), place };
  }
  if (state === 'error') return { ...base, outcome: 'error', message: 'the grader itself broke' };
  if (state === 'missing') return { ...base, outcome: todo, message: MISSING(name) };
  return { ...base, outcome: 'passed' };
}

function taskCases({ tasks }: StageVerdict, todo: Outcome): Case[] {
  return tasks.map(({ number, title, state, message, story, waitsFor, place }): Case => {
    const base = { group: 'tasks', name: `${number} ${title}`, place };
    if (state === 'right') return { ...base, outcome: 'passed' };
    if (state === 'wrong') return { ...base, outcome: 'failure', message, story };
    const words = { unwritten: 'to do', written: 'not judged', waiting: `shows when ${waitsFor} is written` };
    return { ...base, outcome: todo, message: words[state] };
  });
}

function checkCases({ checks }: StageVerdict, todo: Outcome): Case[] {
  return checks.map(({ group, title, verdict, message, seen, story, ms }): Case => {
    const outcomes = { pass: 'passed', fail: 'failure', error: 'error', todo, untried: todo } as const;
    return { group, name: title, outcome: outcomes[verdict], message: seen ?? (message || 'to do'), story, ms };
  });
}

const inSeconds = (ms: number): string => (ms / 1000).toFixed(3);

function element(name: string, attributes: Readonly<Record<string, string | number>>, children: readonly string[] = []): string {
  if (children.length === 0) return `<${name}${write(attributes)}/>`;
  return [`<${name}${write(attributes)}>`, ...children, `</${name}>`].join('\n');
}

function write(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(String(value)).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`)
    .join('');
}

/** XML 1.0 (§2.2) forbids most control characters even when escaped, so Unicode's pictures of them take their place. */
function escape(text: string): string {
  return stripVTControlCharacters(text)
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n]/gu, (sign) => (sign < ' ' ? String.fromCharCode(0x24_00 + sign.charCodeAt(0)) : '\ufffd'))
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
