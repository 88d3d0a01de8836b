// Once each and in order, whatever happens to the links, the brokers and the stores.

import type { FakeClient } from '01-basic-pubsub/test';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { readFrame } from '../src/links/link.ts';
import { type Member, TestNetwork } from './network.ts';

afterEach(() => void vi.useRealTimers());

const names = ['a', 'b', 'c'] as const;
type Name = (typeof names)[number];
/** What one session on each broker wants; each matches `news`. */
const wanted = { a: 'news', b: 'news.#', c: '#' };

const name = fc.constantFrom(...names);
const pair = fc.constantFrom(['a', 'b'], ['b', 'a'], ['a', 'c'], ['c', 'a'], ['b', 'c'], ['c', 'b']);
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('publish' as const), name, to: fc.constantFrom('news', '@x@a', '@x@b', 'news@c') }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('steps' as const), count: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(50, 300, 2000) }) },
  fc.record({ kind: fc.constant('cut' as const), pair, unaware: fc.constantFrom(0, 1) }),
  fc.record({ kind: fc.constant('silence' as const), pair }),
  fc.record({ kind: fc.constant('heal' as const) }),
  fc.record({ kind: fc.constant('restart' as const), name, isNoticed: fc.boolean() }),
  fc.record({ kind: fc.constant('full disk' as const), name }),
);

/** The network under test, with a subscriber and a publisher on each broker, and what was promised to the publishers. */
class Story {
  readonly network = new TestNetwork();
  readonly members: Record<Name, Member>;
  readonly publishers = new Map<Name, FakeClient>();
  readonly subscribers = new Map<Name, FakeClient>();
  /** By where it must be, the bodies in their order: those of one publisher, to one target. */
  readonly promised = new Map<string, string[]>();
  readonly #asked = new Map<string, { from: Name; to: string }>();

  constructor() {
    const start = (name: Name) => this.network.start(name, { peers: names.filter((peer) => peer !== name) });
    this.members = { a: start('a'), b: start('b'), c: start('c') };
  }

  async join(name: Name): Promise<void> {
    const subscriber = await this.network.join(this.members[name], 'reader');
    subscriber.say(`@label=s SUBSCRIBE:${wanted[name]}`);
    this.subscribers.set(name, subscriber);
    this.publishers.set(name, await this.network.join(this.members[name], 'writer'));
  }

  publish(from: Name, to: string): void {
    const body = String(this.#asked.size);
    this.#asked.set(body, { from, to });
    this.publishers.get(from)?.say(`@label=${body};id=${from}${body} PUBLISH:${to}:${body}`);
  }

  /** Reads the answers: what is answered OK must arrive. */
  note(): void {
    for (const [from, publisher] of this.publishers) {
      for (const text of publisher.take()) {
        const { verb, tags } = readFrame(text) ?? {};
        const body = tags?.get('label') ?? '';
        const asked = this.#asked.get(body);
        if (verb !== 'OK' || !asked) continue;
        const [target = '', only] = asked.to.split(/(?<=.)@/);
        for (const at of names.filter((name) => (only ?? name) === name)) {
          const key = `${at} ${target} ${at === from ? 'writer' : `writer@${from}`}`;
          this.promised.set(key, [...(this.promised.get(key) ?? []), body]);
        }
      }
    }
  }

  /** What is in the stores, under the same keys. */
  get stored(): Map<string, string[]> {
    const stored = new Map<string, string[]>();
    for (const name of names)
      for (const target of ['news', '@x'])
        for (const { from, body } of this.members[name].store.read(target, 0, 1000)) {
          const key = `${name} ${target} ${from}`;
          stored.set(key, [...(stored.get(key) ?? []), body]);
        }
    return stored;
  }
}

test('what was answered OK is everywhere once, in its order, and no session gets anything twice', async () => {
  const property = fc.asyncProperty(fc.array(event, { maxLength: 40 }), fc.infiniteStream(fc.nat(1000)), async (events, random) => {
    const choose = (ways: number) => random.next().value % ways;
    const story = new Story();
    const { network, members } = story;
    for (const name of names) await story.join(name);
    await network.run(5000);
    expect(names.map((name) => members[name].parts.federation?.linked.length)).toEqual([2, 2, 2]);
    for (const event of events) {
      if (event.kind === 'publish') story.publish(event.name, event.to);
      else if (event.kind === 'cut') network.ways.cut(event.pair[0], event.pair[1], event.pair.slice(event.unaware));
      else if (event.kind === 'silence') network.ways.silence(event.pair[0], event.pair[1]);
      else if (event.kind === 'heal') network.ways.heal();
      else if (event.kind === 'time') await network.run(event.ms, choose);
      else if (event.kind === 'steps') for (let step = 0; step < event.count; step += 1) await network.step(choose);
      else if (event.kind === 'full disk')
        vi.spyOn(members[event.name].store, 'transaction').mockImplementationOnce(() => {
          throw new Error('the disk is full');
        });
      else {
        story.note();
        network.restart(event.name, event.isNoticed);
        await story.join(event.name);
      }
    }
    network.ways.heal();
    await network.run(30_000, choose);
    story.note();

    for (const [key, bodies] of story.stored) {
      expect.soft(new Set(bodies).size, `${key} has nothing twice`).toBe(bodies.length);
      expect(
        bodies.toSorted((a, b) => Number(a) - Number(b)),
        `${key} is in its order`,
      ).toEqual(bodies);
    }
    for (const [key, bodies] of story.promised)
      expect(story.stored.get(key), `${key} has all that was promised`).toEqual(expect.arrayContaining(bodies));
    for (const [name, subscriber] of story.subscribers) {
      const bodies = subscriber.take().flatMap((text) => (text.includes(' MSG:') ? [text.slice(text.lastIndexOf(':') + 1)] : []));
      expect(new Set(bodies).size, `the subscriber on ${name} gets nothing twice`).toBe(bodies.length);
    }
    for (const name of names) members[name].parts.broker.close();
  });
  await fc.assert(property, { numRuns: 60 });
}, 30_000);
