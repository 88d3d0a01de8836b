// Which verdicts are red: something is wrong, and is to be told.

import type { Verdict } from '@workshop/checks';

export function isRed({ verdict }: { readonly verdict: Verdict | 'unknown' }): boolean {
  return verdict === 'fail' || verdict === 'error';
}
