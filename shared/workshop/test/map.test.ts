import { expect, test } from 'vitest';
import { listing } from '../src/map.ts';
import { instrument } from '../src/map/instrument.ts';
import { isWiring } from '../src/map/measure.ts';
import { isBetweenFiles, Recorder } from '../src/map/recorder.ts';
import { tracePublish } from '../src/map/trace.ts';
import { loadStages } from '../src/stages.ts';

/** Runs `main`, which is in the first of two files, and tells who called whom. */
async function callsOf(a: string, b: string): Promise<string[]> {
  const recorder = new Recorder();
  const code = `${instrument(a, 'a.ts')}\n${instrument(b, 'b.ts')}\nreturn main;`;
  const main = new Function('__recorder', code)(recorder) as () => unknown;
  recorder.start();
  await main();
  return listing(recorder.stop()).map((line) => line.trim());
}

test('functions, methods, accessors, constructors and callbacks are seen, each with who called it', async () => {
  const a = `
    const double = (n: number) => ({ value: n * 2 });
    function main(): void {
      const counter = new Counter();
      counter.value = counter.value;
      each([1], (n) => helper(double(n)));
    }`;
  const b = `
    class Counter {
      #value: number;
      constructor() { this.#value = this.#first(); }
      #first(): number { return 1; }
      get value() { return this.#value; }
      set value(value) { this.#value = value; }
    }
    function each(list: number[], work: (n: number) => void): void { list.forEach(work); }
    function helper({ value }: { value: number }): void {}`;
  expect(await callsOf(a, b)).toEqual([
    'Node → a.ts:main',
    'a.ts:main → b.ts:new Counter',
    'a.ts:main → b.ts:get value',
    'a.ts:main → b.ts:set value',
    'a.ts:main → b.ts:each',
    'b.ts:each → a.ts:each()',
    'a.ts:each() → b.ts:helper',
  ]);
});

test('the caller is still known after a throw, an await, and an await that was rejected', async () => {
  const a = `
    async function main(): Promise<void> {
      try { fails(); } catch { plain(); }
      queueMicrotask(plain);
      try { await rejects(); } catch { plain(); }
      for (const value of generates()) plain();
    }`;
  const b = `
    const plain = () => {};
    const fails = (): never => { throw new Error(); };
    const rejects = async (): Promise<never> => { throw new Error(); };
    function* generates() { yield 1; }`;
  expect(await callsOf(a, b)).toEqual([
    'Node → a.ts:main',
    'a.ts:main → b.ts:fails',
    'a.ts:main → b.ts:plain',
    'a.ts:main → b.ts:rejects',
    'Node → b.ts:plain',
    'Node → a.ts:main, after an await',
    'a.ts:main → b.ts:plain',
    'a.ts:main → b.ts:generates',
    'a.ts:main → b.ts:plain',
  ]);
});

test('a PUBLISH is traced from the socket through what the learner writes, and on to a socket', async () => {
  const [stage] = await loadStages();
  if (!stage) throw new Error('there is no stage');
  const calls = await tracePublish(stage);
  const [entry] = calls;
  const out = calls.find(isBetweenFiles);
  expect(entry?.from).toBeUndefined();
  expect(out?.from?.file).toBe(entry?.to?.file);
  expect(calls.at(-1)).toEqual({ from: expect.anything() });
  const exercised = stage.tasks.map(({ file }) => `steps/${stage.name}/src/${file}.ts`);
  expect(calls.map(({ to }) => to?.file).filter((file) => file && exercised.includes(file))).not.toEqual([]);
});

test('a broker.ts that defines a class is no wiring', () => {
  expect(isWiring({ file: 'src/broker.ts', text: 'export const createBroker = () => new Broker();\n' })).toBe(true);
  expect(isWiring({ file: 'src/broker.ts', text: '// The core.\n\nexport class Broker {}\n' })).toBe(false);
  expect(isWiring({ file: 'src/pubsub.ts', text: 'export function pubsub() {}\n' })).toBe(false);
});
