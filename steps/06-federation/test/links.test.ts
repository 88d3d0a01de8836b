// Who is linked with whom, and who is not, whatever happens on the ways between.

import { MemoryStore } from '02-persistence';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TestNetwork } from './network.ts';

let network: TestNetwork;
beforeEach(() => void (network = new TestNetwork()));
afterEach(() => void vi.useRealTimers());

const linked = (line: string) => /linked with/.test(line);

describe('a link', () => {
  test('comes about when one of two names the other', async () => {
    network.start('a');
    network.start('b', { peers: ['a'] });
    await network.run();
    expect(network.log.toSorted()).toEqual(['a: linked with b', 'b: linked with a']);
  });

  test('is one from the start, also when both dial at once, in whatever order their words arrive', async () => {
    const property = fc.asyncProperty(fc.infiniteStream(fc.nat(1000)), async (random) => {
      network = new TestNetwork();
      const members = [network.start('a', { peers: ['b'] }), network.start('b', { peers: ['a'] })];
      await network.run(20_000, (ways) => random.next().value % ways);
      expect(network.log.toSorted()).toEqual(['a: linked with b', 'b: linked with a']);
      for (const { parts } of members) parts.broker.close();
    });
    await fc.assert(property, { numRuns: 30 });
  }, 30_000);

  test('comes again after a loss, and after a restart of either side', async () => {
    network.start('a');
    network.start('b', { peers: ['a'] });
    await network.run();
    network.log.length = 0;
    network.ways.cut('a', 'b');
    await network.run(2000);
    expect(network.log).toEqual(expect.arrayContaining(['a: the link with b is lost', 'a: linked with b', 'b: linked with a']));
    for (const name of ['a', 'b']) {
      network.log.length = 0;
      network.restart(name);
      await network.run(2000);
      expect(network.log.filter(linked).toSorted()).toEqual(['a: linked with b', 'b: linked with a']);
    }
  });

  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('that has fallen silent on the side of %s does not shut out %s, who has noticed and dials again', async (silent, noticing) => {
    network.start('a', { peers: ['b'] });
    network.start('b', { peers: ['a'] });
    await network.run(5000);
    network.log.length = 0;
    network.ways.cut(silent, noticing, [noticing]);
    await network.run(2000);
    expect(network.log.filter(linked).toSorted()).toEqual(['a: linked with b', 'b: linked with a']);
    network.log.length = 0;
    network.restart(noticing, false); // nor one that was started anew
    await network.run(2000);
    expect(network.log.filter(linked).toSorted()).toEqual(['a: linked with b', 'b: linked with a']);
  });

  test('is dialled at least every two seconds, also while a dial hangs', async () => {
    network.start('a');
    network.ways.silence('b', 'a');
    network.start('b', { peers: ['a'] });
    await network.run(30_000);
    expect(network.log.filter(linked)).toEqual([]);
    network.ways.heal();
    await network.run(2000);
    expect(network.log.filter(linked)).toHaveLength(2);
  });
});

describe('refused, each with one line however often it is dialled', () => {
  const run = async () => {
    await network.run(20_000);
    expect(network.failures).toEqual([]);
    return network.log.toSorted();
  };

  test('another secret', async () => {
    network.start('a');
    network.start('b', { peers: ['a'], secret: 'other' });
    expect(await run()).toEqual([
      'a: a broker that dialled is not linked: it knows another PEER_SECRET: give both brokers the same',
      'b: PEERS: a is not linked: it refuses: "it knows another PEER_SECRET: give both brokers the same"',
    ]);
  });

  test('its own address', async () => {
    network.start('a', { peers: ['a'] });
    expect(await run()).toEqual(['a: PEERS: a is not linked: it is the address of this broker itself: take it out']);
  });

  test('a name that another linked broker has, while the others stay linked', async () => {
    const a = network.start('a', { address: '1' });
    network.start('b', { address: '2', peers: ['1'] });
    await network.run();
    network.start('b', { address: '3', peers: ['1'] });
    expect(await run()).toEqual([
      '1: a broker that dialled is not linked: two brokers have the name b: give each its own BROKER_NAME',
      '1: linked with b',
      '2: linked with a',
      '3: PEERS: 1 is not linked: it refuses: "two brokers have the name b: give each its own BROKER_NAME"',
    ]);
    expect(a.parts.federation?.linked).toEqual(['b']);
  });

  test('its own name on another broker', async () => {
    network.start('a', { address: '1' });
    network.start('a', { address: '2', peers: ['1'] });
    expect(await run()).toEqual([
      '1: a broker that dialled is not linked: two brokers have the name a: give each its own BROKER_NAME',
      '2: PEERS: 1 is not linked: it refuses: "two brokers have the name a: give each its own BROKER_NAME"',
    ]);
  });

  test('a copy of its own store', async () => {
    const store = new MemoryStore();
    network.start('a', { store });
    network.start('b', { store, peers: ['a'] });
    const why = 'b and a have copies of one DB_FILE: give one of them a new file';
    expect(await run()).toEqual([`a: a broker that dialled is not linked: ${why}`, `b: PEERS: a is not linked: it refuses: "${why}"`]);
  });

  test('a store that is an older copy of the one that the peer knows', async () => {
    const a = network.start('a');
    const b = network.start('b', { peers: ['a'] });
    await network.run();
    a.store.transaction(() => a.store.note(`received b ${b.store.epoch}`, '17'));
    network.ways.cut('a', 'b');
    await network.run(3000);
    const why = 'a has message 17 of this broker, whose DB_FILE ends at 0: it is an old copy, give a new file';
    expect(network.log.filter((line) => line.includes('17'))).toEqual([`b: PEERS: a is not linked: ${why}`]);
  });
});

test('whatever happens, in the end there is one link for each pair', async () => {
  const pair = fc.constantFrom(['a', 'b'], ['b', 'a'], ['a', 'c'], ['c', 'a'], ['b', 'c'], ['c', 'b']);
  const event = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), pair, noticed: fc.constantFrom(0, 1, 2) }),
    fc.record({ kind: fc.constant('silence' as const), pair }),
    fc.record({ kind: fc.constant('heal' as const) }),
    fc.record({ kind: fc.constant('restart' as const), name: fc.constantFrom('a', 'b', 'c'), noticed: fc.boolean() }),
    fc.record({ kind: fc.constant('steps' as const), count: fc.nat(30) }),
    fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(50, 300, 2000) }),
  );
  const property = fc.asyncProperty(fc.array(event, { maxLength: 25 }), fc.infiniteStream(fc.nat(1000)), async (events, random) => {
    network = new TestNetwork();
    const choose = (ways: number) => random.next().value % ways;
    const members = ['a', 'b', 'c'].map((name) => network.start(name, { peers: ['a', 'b', 'c'].filter((peer) => peer !== name) }));
    for (const event of events) {
      if (event.kind === 'cut') network.ways.cut(event.pair[0], event.pair[1], event.pair.slice(event.noticed));
      else if (event.kind === 'silence') network.ways.silence(event.pair[0], event.pair[1]);
      else if (event.kind === 'heal') network.ways.heal();
      else if (event.kind === 'restart') network.restart(event.name, event.noticed);
      else if (event.kind === 'time') await network.run(event.ms, choose);
      else for (let step = 0; step < event.count; step += 1) await network.step(choose);
    }
    network.ways.heal();
    await network.run(30_000, choose);
    expect(members.map(({ parts }) => parts.federation?.linked.toSorted())).toEqual([
      ['b', 'c'],
      ['a', 'c'],
      ['a', 'b'],
    ]);
    expect(network.failures).toEqual([]);
    for (const { parts } of members) parts.broker.close();
  });
  await fc.assert(property, { numRuns: 60 });
}, 30_000);
