// Loaded into a wrong broker: makes the edit that WRONG_BROKER describes, or ends the process when it cannot be made.

import { registerHooks } from 'node:module';
import { env } from 'node:process';

const { url, from, to } = JSON.parse(env.WRONG_BROKER);

registerHooks({
  load(module, context, nextLoad) {
    const loaded = nextLoad(module, context);
    if (module !== url) return loaded;
    const source = String(loaded.source);
    const found = source.split(from).length - 1;
    if (found !== 1) throw new Error(`the mistake does not fit: ${JSON.stringify(from)} stands ${found} times in ${url}`);
    return { ...loaded, source: source.replace(from, () => to) };
  },
});
