// The learner's progress, as `pnpm start` streams it to the page.

import type { Snapshot, StageProgress } from '@workshop/cli/progress';
import { computed, type ComputedRef, onMounted, onUnmounted, ref } from 'vue';

const snapshot = ref<Snapshot>();
let source: EventSource | undefined;
/** Components on the page that show progress. They share one stream: a browser opens at most six connections to one host. */
let users = 0;

/** Undefined where nothing is streamed: on the built site, and until the first event. */
export function useProgress(stage: string): ComputedRef<StageProgress | undefined> {
  if (import.meta.env.DEV) {
    onMounted(() => {
      if (users++ === 0) open();
    });
    onUnmounted(() => {
      if (--users > 0) return;
      source?.close();
      snapshot.value = undefined;
    });
  }
  return computed(() => snapshot.value?.stages[stage]);
}

// Every event is the whole state, so one that was missed is not missed. After a lost connection the browser connects again by itself.
function open(): void {
  source = new EventSource('/@progress');
  source.addEventListener('message', ({ data }: MessageEvent<string>) => (snapshot.value = JSON.parse(data) as Snapshot));
  source.addEventListener('error', () => (snapshot.value = undefined));
}
