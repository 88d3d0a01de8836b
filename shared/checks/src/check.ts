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
  /** Settings for a broker of its own; checks without any share one. An empty object asks for a fresh broker with the usual settings. */
  readonly settings?: Readonly<Record<string, string>>;
  /** It starts its brokers itself, by `context.start`. */
  readonly startsItself?: boolean;
  /** It needs linked brokers, `context.network`, and leaves them and their links as it found them, so checks of this kind share them. */
  readonly sharesNetwork?: boolean;
  /** Why it cannot be run on Windows. */
  readonly notOnWindows?: string;
  /** Why it cannot be run in a page. */
  readonly notInPage?: NotInPage;
  /** The last stage at which the rule holds as this check states it; absent where it holds at all of them. */
  readonly until?: number;
  /** How long it may take in all, in ms, where that is longer than usual. */
  readonly limit?: number;
  /** @throws {Failure} when the broker is wrong */
  run(context: Context): Promise<void>;
  /** Runs instead of it where the brokers share a NATS server (P8-1): the same rule, as it applies there. */
  runOnNats?(context: Context): Promise<void>;
}

/** The checks that one stage adds. */
export interface Suite {
  /** Such as `01-basic-pubsub`; its chapter has the same name. */
  readonly stage: string;
  readonly checks: readonly Check[];
}

/** `untried`: something more basic fails, so this check would tell nothing new. */
export const VERDICTS = ['pass', 'fail', 'todo', 'error', 'untried'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Result extends Pick<Check, 'id' | 'group' | 'title' | 'rules'> {
  readonly verdict: Verdict;
  /** What was wrong, in one line; empty for a pass. The same mistake always has the same text. */
  readonly message: string;
  /** What was seen, in plain words, where that says more: "Bob got it twice". */
  readonly seen?: string;
  /** How many events came before the failure: of two stories, the shorter one says more. */
  readonly events?: number;
  /** The whole story of a failure; empty for a pass. */
  readonly story: string;
  /** The story as a picture; absent where nothing happened. */
  readonly picture?: Picture;
  readonly ms: number;
}

export interface FailureParts {
  /** What was wrong, in one line. The same mistake always has the same text, with no random names in it. */
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly cause?: Cause | undefined;
  /** What was seen, in plain words: told from what came, not from what was expected. */
  readonly seen?: string | undefined;
  /** The frame that should not have come. */
  readonly offending?: Event | undefined;
  /** The client that was waiting for it. */
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

/** Languages for which some causes have a wording of their own. */
export type Language = 'javascript' | 'python' | 'go';

/** The likeliest cause: in words for any language and, where it helps, in those of the language that the broker is written in. */
export type Cause = string | ({ readonly any: string } & { readonly [L in Language]?: string });

/** What it means when an expectation is not met: one fixed line and, where it is known, the likeliest cause. */
export type Why = string | { readonly message: string; readonly cause: Cause };

export function failure(why: Why, parts: Omit<FailureParts, 'message' | 'cause'>): Failure {
  return new Failure({ ...parts, ...(typeof why === 'string' ? { message: why } : why) });
}

/** A failure that a check finds by itself, without a client's help. */
export function wrong(message: string, expected: string, got: string, cause?: Cause): Failure {
  return new Failure({ message, expected, got, cause });
}
