// Costs that are known, put into loads as they come out of a measurement, and taken out of them again.

import { expect, test } from 'vitest';
import { costsOf } from '../src/network/costs.ts';
import { FEW_SUBSCRIBERS, type Load, SUBSCRIBERS } from '../src/network/measure.ts';

const PUBLISH = 30;
const FORWARD = 40;
const RECEIVE = 50;
const SHARED = 0.5;
const ALONE = 5;

const load = (brokers: readonly number[], nats = 0): Load => ({ brokers, nats, delivered: 0, othersCores: 0, bound: '' });
const alone = PUBLISH + SUBSCRIBERS * SHARED;
const quarter = (SUBSCRIBERS / 4) * SHARED;
const round = {
  one: load([alone], 20),
  few: load([PUBLISH + FEW_SUBSCRIBERS * SHARED]),
  four: load([PUBLISH + 3 * FORWARD + quarter, ...Array<number>(3).fill(RECEIVE + quarter)], 20 + 3 * 4),
  oneAtATime: load([100 + SUBSCRIBERS * ALONE]),
  fewAtATime: load([100 + FEW_SUBSCRIBERS * ALONE]),
};

test('the costs that went into the loads come out again', () => {
  const costs = costsOf(round, true);
  expect(costs.publish).toBeCloseTo(PUBLISH);
  expect(costs.forward).toBeCloseTo(FORWARD);
  expect(costs.receive).toBeCloseTo(RECEIVE);
  expect(costs.sharedDelivery).toBeCloseTo(SHARED);
  expect(costs.delivery).toBeCloseTo(ALONE);
  expect(costs.natsPublish).toBeCloseTo(20);
  expect(costs.natsCopy).toBeCloseTo(4);
});

test('a broker that does not forward pays nothing for it, and a difference below the noise is no gain', () => {
  expect(costsOf(round, false).forward).toBe(0);
  expect(costsOf({ ...round, few: load([alone + 1]) }, true).sharedDelivery).toBe(0);
});
