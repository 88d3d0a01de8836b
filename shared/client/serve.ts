// Serves the web clients over HTTP: two pages, and the scripts and styles that they load.

import { readdirSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { extname } from 'node:path';

const PAGES: readonly (readonly [path: string, file: string])[] = [
  ['/', 'client.html'],
  ['/first', 'first.html'],
  ['/first.js', 'first.js'],
  ['/look.css', 'look.css'],
];

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

/**
 * @param commands the broker's commands by verb: the client asks for this list, so that it doesn't have to try each command
 * @returns the listener that answers every request to the broker's port except those for a WebSocket
 */
export function serveClients(commands: ReadonlyMap<string, unknown>): RequestListener {
  const parts = readdirSync(new URL('client/', import.meta.url)).map((file) => [`/client/${file}`, `client/${file}`] as const);
  // Read once, not for each request, because the files may change or disappear.
  const files = new Map([...PAGES, ...parts].map(([path, file]) => [path, { type: TYPES[extname(file)], content: readFile(file) }]));
  return (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?'); // not with `new URL`, which throws on `//`
    const file = path === '/commands' ? { type: 'application/json', content: JSON.stringify([...commands.keys()]) } : files.get(path);
    if (file) response.writeHead(200, { 'content-type': `${file.type}; charset=utf-8` }).end(file.content);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end(NOTHING);
  };
}

const NOTHING = 'Nothing here: the client is at /, its first version at /first, and the broker wants a WebSocket.\n';

function readFile(file: string): Buffer {
  return readFileSync(new URL(file, import.meta.url));
}
