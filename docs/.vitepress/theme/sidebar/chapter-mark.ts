// <chapter-mark stage="01">: how far the reader is, beside a chapter's name in the sidebar. It is an element because VitePress takes the
// sidebar's names as HTML. It counts the tasks that are right, or says that the chapter was read.

import { watchEffect } from 'vue';
import { data } from '../../../stages.data.ts';
import { progressOf, recallProgress } from '../checklist/progress.ts';
import { kept } from '../kept.ts';

function markOf({ number, tasks }: (typeof data)[number]): string {
  const progress = progressOf(number);
  const right = progress?.tasks.filter(({ state }) => state === 'right').length ?? 0;
  if (progress?.started) return right === tasks.length ? '✓ done' : `${right} of ${tasks.length}`;
  return kept.read[number] ? 'read' : '';
}

/** In the browser only. */
export function defineChapterMark(): void {
  customElements.define(
    'chapter-mark',
    class extends HTMLElement {
      #stop: (() => void) | undefined;

      connectedCallback(): void {
        const stage = data.find(({ number }) => number === this.getAttribute('stage'));
        if (!stage) return;
        recallProgress(stage);
        this.#stop = watchEffect(() => (this.textContent = markOf(stage)));
      }

      disconnectedCallback(): void {
        this.#stop?.();
      }
    },
  );
}
