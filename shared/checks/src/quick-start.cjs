// Loaded before a stage that is judged: brokers start by the hundred, and most of each start went into work that need not be repeated.

const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const http = require('node:http');
const { flushCompileCache, registerHooks } = require('node:module');
const { Server } = require('node:net');

// `import … from 'node:http'` reads all of the module, and for these three names Node loads the whole library behind `fetch`.
/** @type {Record<string, unknown>} */
const names = http;
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) delete names[name];

// Each import means the same file for all brokers of a grading. Finding out which takes as long as loading them.
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
    return []; // no broker has written it yet
  }
}

// Node saves compiled code (NODE_COMPILE_CACHE) when a process ends, but a broker that is judged is killed. So that is done when it begins to
// listen: its code is loaded then, and the brokers that start next find all of it.
const { listen } = Server.prototype;
/** @param {...any} args */
Server.prototype.listen = function (...args) {
  Server.prototype.listen = listen;
  save();
  return listen.apply(this, /** @type {any} */ (args));
};

function save() {
  flushCompileCache();
  if (!isNew || !file) return;
  try {
    writeFileSync(`${file}.${process.pid}`, JSON.stringify([...resolved])); // whole or not at all: others may be reading
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // On Windows, a file that another broker is reading cannot be replaced. The broker can do without, and the next one saves it.
  }
}
