// What the page on growth computes, by figures that can be computed by hand.

import { expect, test } from 'vitest';
import { BROKERS, barrierFor, brokersFor, estimate, type Medians, type Scale, steps } from '../.vitepress/theme/growth/estimate.ts';
import { bytes, count, duration, share } from '../.vitepress/theme/growth/format.ts';

const GIB = 2 ** 30;
const costs: Medians = {
  publish: 30,
  forward: 50,
  receive: 50,
  natsPublish: 20,
  natsCopy: 4,
  delivery: 5,
  sharedDelivery: 0.5,
  join: 300,
  session: 10_000,
  subscription: 1_000,
  interest: 1_000,
};
/** 100 channels, each with one message a second. */
const scale: Scale = { sessions: 10_000, channels: 1, subscribers: 100, rate: 1, brokers: 1, engine: '06-federation' };
const onNats: Scale = { ...scale, engine: '07-nats' };
const useOf = (scale: Scale, name: string) => estimate(scale, costs).limits.find((limit) => limit.name === name)?.use;

test('one broker: each message is published once, and delivered to all its subscribers', () => {
  const { publishes, deliveries, crossings, brokerCores, brokerMemory, links, rejoin } = estimate(scale, costs);
  expect({ publishes, deliveries, crossings, links }).toEqual({ publishes: 100, deliveries: 10_000, crossings: 0, links: 0 });
  expect(brokerCores).toBeCloseTo((100 * 30 + 10_000 * 5) / 1e6, 9);
  expect(brokerMemory).toBe(10_000 * 10_000);
  expect(rejoin).toBeCloseTo(3);
});

test('subscribers of a channel do not change how much is delivered, but how much is published', () => {
  const few = estimate({ ...scale, subscribers: 10 }, costs);
  expect([few.deliveries, few.publishes]).toEqual([10_000, 1_000]);
  expect(estimate({ ...scale, subscribers: 1e9 }, costs).publishes).toBe(1);
});

test('a mesh: each message goes from its broker to each other one that has a subscriber, which costs both', () => {
  const four = estimate({ ...scale, brokers: 4 }, costs);
  expect(four.links).toBe(6);
  expect(four.crossings).toBeCloseTo(100 * 3);
  expect(four.brokerCores).toBeCloseTo((100 * 30 + 300 * 100 + 10_000 * 5) / 1e6, 9);
  expect(four.rejoin).toBeCloseTo((2_500 * 300) / 1e6 / 3, 9);
  expect(four.brokerMemory).toBeCloseTo(10_000 * 10_000 + 4 * 3 * 100 * 1_000);
  expect(four.natsCores).toBe(0);
  expect(estimate({ ...scale, subscribers: 2, brokers: 1_000 }, costs).crossings).toBeCloseTo(5_000 * 2, -2); // two brokers of a thousand
});

test('NATS: each message goes there once and from there to each broker that has a subscriber', () => {
  const four = estimate({ ...onNats, brokers: 4 }, costs);
  expect(four.links).toBe(4);
  expect(four.crossings).toBeCloseTo(100 + 400);
  expect(four.natsCores).toBeCloseTo((100 * 20 + 300 * 4) / 1e6, 9);
  expect(four.natsMemory).toBeCloseTo(4 * 100 * 1_000);
  expect(four.brokerMemory).toBeCloseTo(10_000 * 10_000);
});

test('what is full first is said first, and the engine that is not there has no limits', () => {
  const big = { ...scale, sessions: 1e6 };
  expect(estimate(big, costs).limits.map(({ name }) => name)).toEqual(['core', 'memory', 'files', 'bandwidth']);
  expect(useOf(big, 'memory')).toBeCloseTo((1e6 * 10_000) / (4 * GIB));
  expect(useOf(big, 'files')).toBeCloseTo(1e6 / 2 ** 20, 4);
  expect(useOf({ ...onNats, sessions: 1e6 }, 'stream')).toBeCloseTo((10_000 * 20) / 1e6);
  expect(useOf({ ...onNats, sessions: 1e6 }, 'natsMemory')).toBeCloseTo((10_000 * 1_000) / (64 * GIB));
});

test('so many brokers that everything is half full at most, or what stands in the way of any number of them', () => {
  const { brokers: _, ...small } = scale;
  expect(brokersFor(small, costs)).toBe(1);
  expect(brokersFor({ ...small, sessions: 200_000 }, costs)).toBe(5);
  const huge = { ...small, sessions: 1e8, channels: 10 };
  expect(brokersFor(huge, costs)).toBeUndefined();
  expect(barrierFor(huge, costs)?.name).toBe('memory'); // each broker knows the channels of all others
  expect(barrierFor({ ...huge, engine: '07-nats' }, costs)?.name).toBe('stream');
});

test('numbers as people say them', () => {
  expect([0.02, 0.123, 9_876, 12_345, 2e8].map(count)).toEqual(['0.02', '0.12', '9,900', '12 thousand', '200 million']);
  expect([0, 900, 16_974, 5 * GIB].map(bytes)).toEqual(['none', '900 bytes', '17 KiB', '5 GiB']);
  expect([0.0208, 2.08, 150, 7_300].map(duration)).toEqual(['21 ms', '2.1 s', '2.5 min', '2 h']);
  expect([0.001, 0.344, 1.04, 12.4].map(share)).toEqual(['< 1 %', '34 %', '104 %', '12 times']);
});

test('the steps of a slider', () => {
  expect(steps(0.01, 2)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]);
  expect(BROKERS.at(-1)).toBe(10_000);
});
