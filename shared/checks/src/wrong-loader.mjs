// Loaded into a wrong broker: makes the edits that WRONG_BROKER lists, or ends the process when one cannot be made.

import { registerHooks } from 'node:module';
import { env } from 'node:process';

const edits = JSON.parse(env.WRONG_BROKER);

registerHooks({
  load(module, context, nextLoad) {
    const loaded = nextLoad(module, context);
    const due = edits.filter(({ url }) => url === module);
    if (due.length === 0) return loaded;
    return { ...loaded, source: due.reduce(edit, String(loaded.source)) };
  },
});

function edit(source, { url, from, to }) {
  const found = source.split(from).length - 1;
  if (found !== 1) throw new Error(`the mistake does not fit: ${JSON.stringify(from)} stands ${found} times in ${url}`);
  return source.replace(from, () => to);
}
