// The learner's progress, as `pnpm start` tells it to the page.

import type { Snapshot, StageProgress } from '@workshop/cli/progress';
import { computed, type ComputedRef, ref } from 'vue';

const EVENT = 'workshop:progress';
const snapshot = ref<Snapshot>();

// Over the WebSocket that Vite has anyway. An event stream would be one of the six HTTP/1.1 connections that a browser opens to a
// host, over all of its tabs. Every event is the whole state. After a lost connection, Vite loads the page again.
import.meta.hot?.on(EVENT, (now: Snapshot) => (snapshot.value = now));
import.meta.hot?.on('vite:ws:disconnect', () => (snapshot.value = undefined));
import.meta.hot?.send(EVENT);

/** Undefined where nothing is told: on the built site, and until the first event. */
export function useProgress(stage: string): ComputedRef<StageProgress | undefined> {
  return computed(() => snapshot.value?.stages[stage]);
}
