// Which checks of each suite a page can run, and why it cannot run the others.

import type { Check } from './check.ts';
import { NOT_IN_PAGE, type NotInPage } from './not-in-page.ts';
import { suites } from './suites.ts';

export interface PageRow {
  /** Of the suite, such as `01-basic-pubsub`. */
  readonly stage: string;
  readonly inPage: readonly Check[];
  /** The others by their reasons. None is empty. */
  readonly notInPage: readonly { readonly reason: NotInPage; readonly checks: readonly Check[] }[];
}

/** A row for each suite. */
export function pageTable(): PageRow[] {
  return suites.map(({ stage, checks }) => ({
    stage,
    inPage: checks.filter(({ notInPage }) => notInPage === undefined),
    notInPage: Object.values(NOT_IN_PAGE)
      .map((reason) => ({ reason, checks: checks.filter(({ notInPage }) => notInPage === reason) }))
      .filter((group) => group.checks.length > 0),
  }));
}
