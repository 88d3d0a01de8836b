// The learner's progress, as `pnpm start` or the page's own editor reports it to the page.

import type { Snapshot, StageProgress } from '@workshop/cli/progress';
import { computed, type ComputedRef, onMounted, ref, shallowReactive } from 'vue';
import { openStore, readProgress } from '../in-page/keeping.ts';

const EVENT = 'workshop:progress';
const snapshot = ref<Snapshot>();
/** By the stage's number: the progress of the exercises in this page. */
const inPage = shallowReactive(new Map<string, StageProgress | undefined>());

// This goes over the WebSocket that Vite has anyway. An event stream would take one of the six HTTP/1.1 connections that a browser opens to
// a host for all its tabs together. Every event carries the whole state. After a lost connection, Vite loads the page again.
import.meta.hot?.on(EVENT, (now: Snapshot) => (snapshot.value = now));
import.meta.hot?.on('vite:ws:disconnect', () => (snapshot.value = undefined));
import.meta.hot?.send(EVENT);

/** Whether `pnpm start` runs: then the files on the reader's disk are the exercise, and not those in the page. */
export const isLive = computed(() => snapshot.value !== undefined);

interface StageName {
  readonly number: string;
  /** Such as `01-basic-pubsub`. */
  readonly name: string;
}

/** Undefined while nothing is known: until the first event, and while nothing was written in the page. */
export function useProgress(stage: StageName): ComputedRef<StageProgress | undefined> {
  onMounted(() => recallProgress(stage));
  return computed(() => progressOf(stage.number));
}

/** Reports what was kept about the exercise in the page, before its editor is opened. In the browser only. */
export function recallProgress({ number, name }: StageName): void {
  if (!inPage.has(number)) tellProgress(number, readProgress(openStore(), name));
}

export function progressOf(number: string): StageProgress | undefined {
  return snapshot.value ? snapshot.value.stages[number] : inPage.get(number);
}

export function tellProgress(number: string, progress: StageProgress | undefined): void {
  inPage.set(number, progress);
}

/** The numbers of the stages whose exercises in this page are being judged. */
const judged = shallowReactive(new Set<string>());

export function tellJudged(number: string, isRunning: boolean): void {
  if (isRunning) judged.add(number);
  else judged.delete(number);
}

export function isJudged(number: string): boolean {
  return judged.has(number);
}
