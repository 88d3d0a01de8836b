import { chromium } from 'playwright-core';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
const dist = '/tmp/b7/docs/.vitepress/dist';
const T = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.woff2': 'font/woff2' };
const s = createServer(async (q, r) => {
  const p = new URL(q.url, 'http://x').pathname;
  const n = p.endsWith('/') ? p + 'index.html' : extname(p) ? p : p + '.html';
  try {
    const b = await readFile(join(dist, n));
    r.writeHead(200, { 'content-type': T[extname(n)] ?? 'application/octet-stream' });
    r.end(b);
  } catch {
    r.writeHead(404);
    r.end();
  }
}).listen(0, '127.0.0.1');
await new Promise((r) => s.on('listening', r));
const a = `http://127.0.0.1:${s.address().port}/growing-further`;
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [name, w, scheme] of [
  ['wide', 1440, 'light'],
  ['dark', 1440, 'dark'],
  ['phone', 360, 'light'],
  ['phonedark', 360, 'dark'],
]) {
  const p = await (await b.newContext({ viewport: { width: w, height: 900 }, colorScheme: scheme })).newPage();
  p.on('console', (m) => console.log(name, m.type(), m.text()));
  p.on('pageerror', (e) => console.log(name, 'ERR', String(e)));
  await p.goto(a, { waitUntil: 'networkidle' });
  console.log(name, await p.evaluate(() => document.documentElement.scrollWidth));
  if (name === 'phonedark' || name === 'dark') {
    const k = p.locator('.growth input').first();
    await k.focus();
    await p.keyboard.press('End');
    await k.blur;
    const l = p.locator('.growth input').last();
    await l.focus();
    for (let i = 0; i < 6; i++) await p.keyboard.press('ArrowRight');
    console.log(await p.locator('.growth .verdict').innerText());
    await p.locator('.growth').screenshot({ path: `/tmp/b7-sim-${name}.png` });
  }
  await p.screenshot({ path: `/tmp/b7-${name}.png`, fullPage: true });
}
await b.close();
s.close();
