// What an alarm must not make Node complain of. When it rings is in the task checks.

import { expect, onTestFinished, test } from 'vitest';
import { setAlarm } from '../src/alarm.ts';

test('a time that has passed gives no warning of a negative timer', async () => {
  const warnings: string[] = [];
  const listen = ({ message }: Error) => void warnings.push(message);
  process.on('warning', listen);
  onTestFinished(() => void process.off('warning', listen));
  await new Promise<void>((resolve) => setAlarm(Date.now() - 1000, resolve));
  expect(warnings).toEqual([]);
});
