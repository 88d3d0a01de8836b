// Random commands of several users on several devices: after each, every session has been sent what the plain model says, in that order.

import { FakeClient } from '01-basic-pubsub/test';
import { MemoryStore } from '02-persistence';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBroker } from '../src/broker.ts';
import { Model, type ModelSession } from './model.ts';

const EXPIRY = 6000;
const KEPT_TAGS = ['dup', 'from', 'last', 'more', 'recovered', 'seq'];

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** The broker, with the clients in the order of the model's sessions. */
class Real {
  clients: FakeClient[] = [];
  readonly parts = createBroker({
    store: new MemoryStore(),
    retain: 1000,
    verify: async (user) => ({ user, expires: Number.POSITIVE_INFINITY }),
    authTimeout: 10_000,
    typingExpiry: EXPIRY,
  });

  async settle(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.clients.some(({ waiting }) => waiting));
  }
}

/** The frame with the tags that the model knows of, in their order. What an error says is for people. */
function essence(frame: string): string {
  const [, tags = '', rest = frame] = /^@(\S+) (.*)$/s.exec(frame) ?? [];
  const kept = tags.split(';').filter((tag) => KEPT_TAGS.includes(tag.split('=')[0] ?? ''));
  return `${kept.toSorted().join(',')} ${rest.replace(/^(ERROR:\w+):.*/s, '$1')}`.trim();
}

class Step implements fc.AsyncCommand<Model, Real> {
  readonly #text: string;
  readonly #index: number | undefined;
  readonly #model: (model: Model, session: ModelSession) => void;
  readonly #real: (real: Real, client: FakeClient, index: number) => void;

  /** @param index of the session that acts, among those that are there; a step without one needs none */
  constructor(
    text: string,
    index: number | undefined,
    model: (model: Model, session: ModelSession) => void,
    real: (real: Real, client: FakeClient, index: number) => void,
  ) {
    this.#text = text;
    this.#index = index;
    this.#model = model;
    this.#real = real;
  }

  check({ sessions }: Readonly<Model>): boolean {
    return this.#index === undefined || sessions.length > 0;
  }

  async run(model: Model, real: Real): Promise<void> {
    const index = (this.#index ?? 0) % Math.max(model.sessions.length, 1);
    const { sessions } = model;
    // A step that needs no session gets whatever is there, and does not look at it.
    this.#model(model, sessions[index] as ModelSession);
    this.#real(real, real.clients[index] as FakeClient, index);
    await real.settle();
    expect(real.clients.map((client) => client.take().map(essence))).toEqual(model.sessions.map(({ frames }) => frames.splice(0)));
  }

  toString(): string {
    return this.#index === undefined ? this.#text : `${this.#index}: ${this.#text}`;
  }
}

const users = fc.constantFrom('alice', 'bob', 'carol');
const channels = fc.constantFrom('general', 'other');
const targets = fc.oneof(
  channels,
  users.map((user) => `@${user}`),
);
const index = fc.nat(5);
const say = (text: string, at: number, model: (model: Model, session: ModelSession) => void) =>
  new Step(text, at, model, (_real, client) => client.say(`@label=x;${text}`.replace(/^@label=x;(?!\S+=)/, '@label=x ')));

const joins = (user: string) =>
  new Step(
    `${user} joins`,
    undefined,
    (model) => model.join(user),
    (real) => {
      const client = new FakeClient(real.parts.broker, real.parts.dialogue);
      client.say(`@label=x AUTH:${user}`);
      real.clients.push(client);
    },
  );
const subscribes = (at: number, channel: string) => say(`SUBSCRIBE:${channel}`, at, (model, session) => model.subscribe(session, channel));

const steps = [
  users.map(joins),
  index.map(
    (at) =>
      new Step(
        'leaves',
        at,
        (model, session) => model.leave(session),
        (real, client, position) => {
          client.leave();
          real.clients.splice(position, 1);
        },
      ),
  ),
  fc.tuple(index, channels).map(([at, channel]) => subscribes(at, channel)),
  fc
    .tuple(index, channels)
    .map(([at, channel]) => say(`UNSUBSCRIBE:${channel}`, at, (model, session) => model.unsubscribe(session, channel))),
  fc
    .tuple(index, targets, fc.nat(20))
    .map(([at, target, id]) =>
      say(`id=${id} PUBLISH:${target}:body ${id}`, at, (model, session) => model.publish(session, target, `body ${id}`, `${id}`)),
    ),
  fc.tuple(index, targets).map(([at, target]) => say(`USER_TYPING:${target}`, at, (model, session) => model.startTyping(session, target))),
  fc.tuple(index, targets).map(([at, target]) => say(`USER_STOPPED:${target}`, at, (model, session) => model.stopTyping(session, target))),
  fc
    .tuple(index, users, fc.nat(4))
    .map(([at, user, since]) => say(`since=${since} SUBSCRIBE:@${user}`, at, (model, session) => model.resumeInbox(session, user, since))),
  fc
    .tuple(index, users, fc.integer({ min: 1, max: 3 }))
    .map(([at, user, count]) => say(`HISTORY:@${user}:${count}`, at, (model, session) => model.converse(session, user, count))),
  fc.constantFrom(1, 3000, 5999, 6000).map(
    (ms) =>
      new Step(
        `${ms} ms pass`,
        undefined,
        (model) => model.pass(ms),
        () => vi.advanceTimersByTime(ms),
      ),
  ),
];

/** Two devices each of alice and bob, who read a channel: from there on the first steps do something. */
const beginning: readonly Step[] = ['alice', 'alice', 'bob', 'bob'].flatMap((user, at) => [joins(user), subscribes(at, 'general')]);

test('typing and private messages are as the model says, whatever happens in whatever order', { timeout: 60_000 }, async () => {
  const property = fc.asyncProperty(fc.commands(steps, { maxCommands: 80, size: 'max' }), async (commands) => {
    const [model, real] = [new Model(EXPIRY), new Real()];
    for (const step of beginning) await step.run(model, real);
    await fc.asyncModelRun(() => ({ model, real }), commands);
  });
  await fc.assert(property, { numRuns: 300 });
});
