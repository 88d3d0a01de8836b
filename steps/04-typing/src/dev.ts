// Starts stage 04 for development: `pnpm --filter 04-typing dev`.

import { develop } from './development.ts';

await develop(() => import('./main.ts'));
