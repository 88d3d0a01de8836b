// Loaded before a stage that is judged: brokers start by the hundred, and most of each start went into what need not be done again.

const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const http = require('node:http');
const { flushCompileCache, registerHooks } = require('node:module');

/** When a broker has loaded its code, in ms. */
const LOADED_MS = 250;

// `import … from 'node:http'` reads all that the module has, and with these three Node loads the whole library behind `fetch`.
/** @type {Record<string, unknown>} */
const names = http;
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) delete names[name];

// Which file each import means is the same for all brokers of a grading. To find out takes as long as to load them.
const file = process.env['RESOLVED_FILE'] ?? '';
const resolved = new Map(read());
let isNew = false;
registerHooks({
  resolve(specifier, context, resolve) {
    const key = `${specifier} ${context.parentURL}`;
    const known = resolved.get(key);
    if (known) return { ...known, shortCircuit: true };
    const { url, format } = resolve(specifier, context);
    resolved.set(key, { url, format });
    isNew = true;
    return { url, format };
  },
});

/** @returns {[string, { url: string, format?: string | null | undefined }][]} */
function read() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return []; // none has written it yet
  }
}

// Node keeps compiled code (NODE_COMPILE_CACHE) when a process ends. A broker that is judged is killed.
setTimeout(() => {
  flushCompileCache();
  if (!isNew || !file) return;
  writeFileSync(`${file}.${process.pid}`, JSON.stringify([...resolved])); // whole or not at all: others may be reading
  renameSync(`${file}.${process.pid}`, file);
}, LOADED_MS).unref();
