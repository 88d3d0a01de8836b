// Starts stage 06 for development: `pnpm --filter 06-federation dev`.

import { develop } from '05-private/development';

await develop(() => import('./main.ts'));
