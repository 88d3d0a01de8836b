// A page with the stages in it, served as in development.

import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { packagesPlugin } from '../src/packages.ts';

/** @returns the page's address, and what closes the server. The page has `StageWorker` as a global */
export async function servePage(): Promise<{ readonly address: string; close(): Promise<void> }> {
  const root = fileURLToPath(new URL('page/', import.meta.url));
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'warn',
    cacheDir: fileURLToPath(new URL('../node_modules/.vite-test', import.meta.url)),
    plugins: [packagesPlugin()],
    server: { host: '127.0.0.1', port: 0, watch: null, fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] } },
  });
  await server.listen();
  return { address: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}
