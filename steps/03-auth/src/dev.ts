// Starts stage 03 for development: `pnpm --filter 03-auth dev`.

import { develop } from './development.ts';

await develop(() => import('./main.ts'));
