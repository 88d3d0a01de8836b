// Which verdicts are red: something is wrong, and the learner should be told.

import type { Verdict } from '@workshop/checks';

export function isRed({ verdict }: { readonly verdict: Verdict | 'unknown' }): boolean {
  return verdict === 'fail' || verdict === 'error';
}
