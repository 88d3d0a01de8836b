// The figures of `pnpm bench`, from the files that `--save` writes. No page has one of them typed by hand.

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
