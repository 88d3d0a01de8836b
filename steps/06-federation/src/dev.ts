// Starts stage 06 for development: `pnpm --filter 06-federation dev`.

import { develop } from './development.ts';

await develop(() => import('./main.ts'));
