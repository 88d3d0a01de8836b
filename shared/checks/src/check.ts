// What a check is, and the ways in which it can end.

import type { Context } from './context.ts';
import type { NotInPage } from './not-in-page.ts';
import type { Event, Picture } from './transcript.ts';

export interface Check {
  /** Unique among all suites; what `--only` takes. */
  readonly id: string;
  readonly group: string;
  /** States the behaviour: "a subscriber gets what is published". */
  readonly title: string;
  /** The rules of the protocol page that it checks, such as `P2-3`. */
  readonly rules: readonly string[];
  /** Settings with which it needs a broker of its own; those without share one. An empty object: a fresh one with the usual settings. */
  readonly settings?: Readonly<Record<string, string>>;
  /** It starts its brokers itself, by `context.start`. */
  readonly startsItself?: boolean;
  /** It needs linked brokers, `context.network`, and leaves them and the links as they were: it shares them with others of its kind. */
  readonly sharesNetwork?: boolean;
  /** Why it cannot be run on Windows. */
  readonly notOnWindows?: string;
  /** Why it cannot be run in a page. */
  readonly notInPage?: NotInPage;
  /** The last stage in which the rule holds as this check has it; absent: in all. */
  readonly until?: number;
  /** How long it may take in all, in ms, where that is more than usual. */
  readonly limit?: number;
  /** @throws {Failure} when the broker is wrong */
  run(context: Context): Promise<void>;
  /** What takes its place where the brokers share a NATS server (P8-1): the same rule, as it is there. */
  runOnNats?(context: Context): Promise<void>;
}

/** The checks that one stage adds. */
export interface Suite {
  /** Such as `01-basic-pubsub`; its chapter has the same name. */
  readonly stage: string;
  readonly checks: readonly Check[];
}

/** `untried`: something more basic fails, and this could say nothing more. */
export const VERDICTS = ['pass', 'fail', 'todo', 'error', 'untried'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Result extends Pick<Check, 'id' | 'group' | 'title' | 'rules'> {
  readonly verdict: Verdict;
  /** What was wrong, in one line; empty for a pass. Fixed for each way to be wrong. */
  readonly message: string;
  /** What was seen, in plain words, where that says more: "Bob got it twice". */
  readonly seen?: string;
  /** How much happened before it failed, in events: of two stories, the shorter one says more. */
  readonly events?: number;
  /** The whole story of a failure; empty for a pass. */
  readonly story: string;
  /** The same to be drawn; absent where nothing happened. */
  readonly picture?: Picture;
  readonly ms: number;
}

export interface FailureParts {
  /** In one line, what was wrong. Fixed for each way to be wrong: no drawn name is in it. */
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly cause?: Cause | undefined;
  /** What was seen, in plain words, from what came and not from what was expected. */
  readonly seen?: string | undefined;
  /** The frame that should not have come. */
  readonly offending?: Event | undefined;
  /** The client that waited for what was expected. */
  readonly waiting?: string | undefined;
  /** What the broker printed on standard error meanwhile. */
  readonly printed?: string | undefined;
}

/** The broker is wrong. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly parts: FailureParts;

  constructor(parts: FailureParts) {
    super(parts.message);
    this.parts = parts;
  }
}

/** An exercise answered that it is not written yet. */
export class Todo extends Error {
  override readonly name = 'Todo';
}

/** Languages in whose own terms some causes are told. */
export type Language = 'javascript' | 'python' | 'go';

/** The likeliest cause: in terms of no language, and where it helps, in those of the one that the broker is written in. */
export type Cause = string | ({ readonly any: string } & { readonly [L in Language]?: string });

/** What it means when an expectation is not met: one fixed line, and where that is known, the likeliest cause. */
export type Why = string | { readonly message: string; readonly cause: Cause };

export function failure(why: Why, parts: Omit<FailureParts, 'message' | 'cause'>): Failure {
  return new Failure({ ...parts, ...(typeof why === 'string' ? { message: why } : why) });
}

/** For what a check finds by itself, without a client's help. */
export function wrong(message: string, expected: string, got: string, cause?: Cause): Failure {
  return new Failure({ message, expected, got, cause });
}
