// `pnpm start`: the tutorial's site.

import { run } from './tools.ts';

export async function start(args: readonly string[]): Promise<number> {
  console.log(
    'The tutorial opens at the address below; stop it with Ctrl-C. Next: pnpm --filter 01-basic-pubsub dev, in a second terminal.',
  );
  return run('docs', 'vitepress', 'dev', ...args);
}
