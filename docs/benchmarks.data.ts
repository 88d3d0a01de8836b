// The figures of `pnpm bench network`, from the file that `--save` writes. No page has one of them typed by hand. VitePress sends all of
// this to the reader's browser. The page on benchmarks needs nothing there, so it has its figures put in by .vitepress/benchmarks/parts.ts.

import { readFileSync } from 'node:fs';
import type { NetworkResults } from 'bench/results';

interface Benchmarks {
  readonly network: NetworkResults;
}

declare const data: Benchmarks;
export { data };

export default {
  load(): Benchmarks {
    return { network: JSON.parse(readFileSync(new URL('../bench/results/network.json', import.meta.url), 'utf8')) as NetworkResults };
  },
};
