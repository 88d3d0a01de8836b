// Loaded into a wrong broker: makes the edits that WRONG_BROKER lists, or ends the process when one cannot be made.

import { registerHooks } from 'node:module';
import { applyEdit } from './edit.ts';
import type { DueEdit } from './wrong-broker.ts';

const edits = JSON.parse(process.env['WRONG_BROKER'] ?? '[]') as readonly DueEdit[];

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const due = edits.filter((edit) => edit.url === url);
    if (due.length === 0) return loaded;
    return { ...loaded, source: due.reduce((source, edit) => applyEdit(source, edit, edit.owner), String(loaded.source)) };
  },
});
