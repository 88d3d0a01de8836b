// What this browser remembers about its reader: the answers to predictions, and the chapters read to their end. It stays in this browser.

import { reactive, watch } from 'vue';

const KEY = 'workshop:reader';

interface Kept {
  /** By question: the number of the choice. */
  readonly answers: Record<string, number>;
  /** By chapter, such as `01`. */
  readonly read: Record<string, boolean>;
}

export const kept = reactive<Kept>({ answers: {}, read: {} });

/** Call it in the browser, once the page is mounted: what the server rendered knows nothing about a reader. */
export function recall(): void {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored === 'object' && stored !== null) {
      // What the reader did before this ran is newer.
      if ('answers' in stored) Object.assign(kept.answers, { ...Object(stored.answers), ...kept.answers });
      if ('read' in stored) Object.assign(kept.read, { ...Object(stored.read), ...kept.read });
    }
  } catch {
    // If a browser keeps nothing for us, or has kept something else, the reader starts from nothing.
  }
  watch(kept, () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // As above: the reader's answers hold until the page is closed.
    }
  });
}
