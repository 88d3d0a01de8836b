import { servePage } from './served.ts';
import { chromium } from 'playwright-core';
import { loadStages, finishedFile } from '../../workshop/src/stages.ts';
import { starterOf, exercisedFiles } from '../../workshop/src/exercises/exercise.ts';
import { readFileSync } from 'node:fs';
const served = await servePage();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
page.on('console', (m) => ['error','warning'].includes(m.type()) && console.log('console', m.type(), m.text()));
page.on('pageerror', (e) => console.log('pageerror', e));
await page.goto(served.address);
await page.waitForFunction(() => 'judgeTasks' in window);
for (const number of process.argv.slice(2)) {
  const stage = (await loadStages('/tmp/e16')).find((s) => s.number === number)!;
  const files = Object.fromEntries(exercisedFiles(stage).map((f) => [f, { starter: starterOf(stage, f), finished: readFileSync(finishedFile(stage, f), 'utf8') }]));
  const r = await page.evaluate(async ({ name, tasks, files }) => {
    const texts = Object.fromEntries(Object.entries(files).map(([f, { finished }]: any) => [f, finished]));
    let began = performance.now();
    const report = await (window as any).judgeTasks({ name, tasks, files }, texts, () => {}, new AbortController().signal);
    const ms = performance.now() - began;
    began = performance.now();
    const broker = await (window as any).judgeBroker({ name }, texts, { signal: new AbortController().signal });
    return { report, ms, broker, brokerMs: performance.now() - began };
  }, { name: stage.name, tasks: stage.tasks, files } as any);
  console.log(number, Math.round(r.ms), 'ms', r.report.broken ?? '', Math.round(r.brokerMs), 'ms', r.broker.checks.length, 'checks', r.broker.checks.filter((c: any) => c.verdict === 'pass').length, 'pass');
  for (const t of r.report.tasks) if (t.verdict !== 'pass') console.log(' ', t.task, t.verdict, t.story);
  for (const c of r.broker.checks) if (c.verdict !== 'pass') console.log(' ', c.id, c.verdict, c.message, c.story);
  const slow = r.broker.checks.toSorted((a: any, b: any) => b.ms - a.ms).slice(0, 6).map((c: any) => `${c.id} ${c.ms}`);
  console.log('  slowest', slow.join(', '));
}
await browser.close();
await served.close();
