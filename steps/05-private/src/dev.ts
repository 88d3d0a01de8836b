// Starts stage 05 for development: `pnpm --filter 05-private dev`.

import { develop } from './development.ts';

await develop(() => import('./main.ts'));
