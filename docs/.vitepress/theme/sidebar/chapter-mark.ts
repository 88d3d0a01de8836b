// <chapter-mark stage="01">: how far the reader is, beside a chapter's name in the sidebar. An element of its own, for VitePress takes the
// sidebar's names as HTML. While `pnpm start` runs, it counts the tasks that are right; elsewhere it says what has been read.

import { watchEffect } from 'vue';
import { data } from '../../../stages.data.ts';
import { useProgress } from '../checklist/progress.ts';
import { kept } from '../kept.ts';

function markOf(number: string): string {
  const progress = useProgress(number).value;
  const tasks = data.find((stage) => stage.number === number)?.tasks.length ?? 0;
  const right = progress?.tasks.filter(({ state }) => state === 'right').length ?? 0;
  if (progress?.started) return right === tasks ? '✓ done' : `${right} of ${tasks}`;
  return kept.read[number] ? 'read' : '';
}

/** In the browser only. */
export function defineChapterMark(): void {
  customElements.define(
    'chapter-mark',
    class extends HTMLElement {
      #stop: (() => void) | undefined;

      connectedCallback(): void {
        this.#stop = watchEffect(() => (this.textContent = markOf(this.getAttribute('stage') ?? '')));
      }

      disconnectedCallback(): void {
        this.#stop?.();
      }
    },
  );
}
