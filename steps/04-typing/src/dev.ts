// Starts stage 04 for development: `pnpm --filter 04-typing dev`.

import { develop } from '03-auth/development';

await develop(() => import('./main.ts'));
