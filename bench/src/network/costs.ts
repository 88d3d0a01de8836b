// What each thing costs, computed from loads that differ in nothing else.

import { FEW_SUBSCRIBERS, type Load, SUBSCRIBERS } from './measure.ts';

/** The measurements of one round of a stage. */
export interface Round {
  /** Many messages in flight, by the number of brokers. */
  readonly one: Load;
  readonly four: Load;
  /** One broker with few subscribers, and otherwise the same. */
  readonly few: Load;
  /** One message in flight. */
  readonly oneAtATime: Load;
  readonly fewAtATime: Load;
}

/**
 * CPU in µs, as `Costs` in results.ts describes it.
 * @param isForwarding whether the broker itself sends a copy to each other broker
 */
export function costsOf({ one, four, few, oneAtATime, fewAtATime }: Round, isForwarding: boolean) {
  const [home = 0, ...others] = four.brokers;
  const brokers = four.brokers.length;
  const more = SUBSCRIBERS - FEW_SUBSCRIBERS;
  const total = ({ brokers: [first = 0] }: Load) => first;
  const sharedDelivery = Math.max(0, (total(one) - total(few)) / more); // so little that it may get lost between two measurements
  return {
    sharedDelivery,
    delivery: (total(oneAtATime) - total(fewAtATime)) / more,
    publish: total(few) - FEW_SUBSCRIBERS * sharedDelivery,
    receive: others.reduce((sum, cpu) => sum + cpu, 0) / others.length - (SUBSCRIBERS / brokers) * sharedDelivery,
    forward: isForwarding ? (home - total(one) + (SUBSCRIBERS - SUBSCRIBERS / brokers) * sharedDelivery) / others.length : 0,
    natsPublish: one.nats,
    natsCopy: Math.max(0, (four.nats - one.nats) / others.length),
  };
}
