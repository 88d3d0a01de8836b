// The verdict on made-up rounds: clear ones, and rounds that contradict one another.

import { expect, test } from 'vitest';
import { judge, tell } from '../src/verdict.ts';

test('the plain loop has reached nothing, and is told the next step', () => {
  const ratios = [0.97, 1.02, 1.04, 0.99, 1];
  expect(judge(ratios)).toEqual({ reached: 0, isClose: false });
  expect(tell(ratios)).toMatch(/^0 of 2 steps: 1\.0 × as cheap .* \(1\.0 to 1\.0 in 5 rounds\)\nThe next step, past ws, needs 1\.3 ×\./);
});

test('a step counts once nearly all rounds are above its floor', () => {
  expect(judge([1.5, 1.7, 1.6, 1.4, 1.45])).toEqual({ reached: 1, isClose: false });
  expect(judge([16, 30, 28, 25, 21])).toEqual({ reached: 2, isClose: false });
});

test('one round that was disturbed changes nothing', () => {
  expect(judge([1.5, 1.1, 1.6, 1.4, 1.45])).toEqual({ reached: 1, isClose: false });
  expect(judge([1.02, 1.4, 0.98, 1, 1.1])).toEqual({ reached: 0, isClose: false });
});

test('a quarter of the rounds on the other side of a floor is too close to call, and the step is not reached', () => {
  const above = [1.5, 1.2, 1.6, 1.4];
  expect(judge(above)).toEqual({ reached: 0, isClose: true });
  expect(judge([1.1, 1.3, 1, 1.2])).toEqual({ reached: 0, isClose: true });
  expect(tell(above)).toContain('\nToo close to call: whether past ws is reached');
});

test('who is close to the last step has reached the one before', () => {
  expect(judge([4.5, 5.5, 6, 4])).toEqual({ reached: 1, isClose: true });
});

test('at the end there is no next step', () => {
  const told = tell([16, 30, 28, 25, 21]);
  expect(told).toContain('2 of 2 steps: 25.0 × as cheap as the plain loop (16.0 to 30.0 in 5 rounds)');
  expect(told).not.toContain('next step');
});
