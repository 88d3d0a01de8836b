// `pnpm start`: the tutorial's site.

import { run } from './tools.ts';

export async function start(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    console.error(`start takes no arguments, and got ${args[0]}`);
    return 2;
  }
  console.log('The tutorial is at the address below; Ctrl-C stops it. Next, in a second terminal: pnpm --filter 01-basic-pubsub dev');
  return run('docs', 'vitepress', 'dev');
}
