// What the tasks in exercise/interest.ts must do, seen from inside. What was noted is read before it is told, so that a right `#count`
// shows before `#tell` is written.

import { Broker } from '01-basic-pubsub';
import { FakeClient } from '01-basic-pubsub/test';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import type { Clock } from '@workshop/cli/task-checks/clock';
import { watchCalls } from '@workshop/cli/task-checks/watch-calls';
import { Interest, type InterestChange } from '#interest';
import { mapUsedBy, withClock } from './set-up.ts';

/** How long changes are gathered, in ms. */
const GATHER_MS = 50;

function setUp(clock: Clock) {
  const broker = new Broker();
  const told: InterestChange[] = [];
  const interest = new Interest(broker, (change) => void told.push(change));
  const join = () => new FakeClient(broker);
  /** What peers are told from now on, a moment later: each kind with its patterns. */
  const tell = () => {
    told.length = 0;
    clock.pass(GATHER_MS);
    return told.map(({ kind, patterns }) => `${kind}: ${patterns.toSorted().join(' ')}`).toSorted();
  };
  return { broker, told, interest, alice: join(), bob: join(), tell };
}

/** What is noted for the peers while this is done. */
function notedBy(work: () => void): [pattern: string, how: string][] {
  return [...mapUsedBy(work, 'set', ([, how]) => how === 'more' || how === 'less')];
}

/** The same, but nothing that is guarded is done. */
function setUpSilent(clock: Clock) {
  const parts = { ...setUp(clock), clock };
  const guard = watchCalls(parts.broker, 'guard', () => {});
  /** Lets time pass. @returns how often something guarded was due meanwhile, and whether `#tell` ran without a guard */
  const pass = (ms: number) => {
    const before = guard.calls.length;
    let ranBare = false;
    try {
      parts.clock.pass(ms);
    } catch {
      ranBare = true;
    }
    return { due: guard.calls.length - before, ranBare: ranBare || parts.told.length > 0 };
  };
  return { ...parts, pass };
}

export const checks: TaskChecks = {
  '6.4': {
    'a pattern is wanted as long as one session wants it': () =>
      withClock((clock) => {
        const { interest, alice, bob } = setUpSilent(clock);
        interest.add(alice, 'news');
        same(interest.all.patterns, ['news'], 'a pattern that a session wants is not in this.#sessions', 'set its number there');
        interest.add(bob, 'news');
        interest.remove(alice, 'news');
        same(
          interest.all.patterns,
          ['news'],
          'after one of two sessions had left, nobody wanted the pattern any more',
          'count them: the new number is the old one, or 0, plus `more`, which is 1 or -1',
        );
        interest.remove(bob, 'news');
        same(
          interest.all.patterns,
          [],
          'a pattern that nobody wants any more is still in this.#sessions',
          'delete it from there when its number comes to 0',
        );
      }),
    'the first session that comes is noted as more': () =>
      withClock((clock) => {
        const { interest, alice } = setUpSilent(clock);
        same(
          notedBy(() => interest.add(alice, 'news')),
          [['news', 'more']],
          "when the first session came, this.#changed did not get exactly 'more' for its pattern",
          "when nobody wanted it before: this.#changed.set(pattern, 'more')",
        );
      }),
    'the last session that goes is noted as less': () =>
      withClock((clock) => {
        const { interest, alice } = setUpSilent(clock);
        interest.add(alice, 'sport');
        same(
          notedBy(() => interest.remove(alice, 'sport')),
          [['sport', 'less']],
          "when the last session went, this.#changed did not get 'less' for its pattern, in place of 'more'",
          'the later change stays. They do not cancel out: a peer that was linked in between knows of the first one',
        );
      }),
    'a session that is neither the first nor the last is not noted': () =>
      withClock((clock) => {
        const { interest, alice, bob } = setUpSilent(clock);
        interest.add(alice, 'news');
        same(
          notedBy(() => {
            interest.add(bob, 'news');
            interest.remove(alice, 'news');
          }),
          [],
          'a change was noted although somebody wanted the pattern before and after it',
          'return if both numbers are above 0: the peers need not hear of it',
        );
      }),
    'the peers are told a moment later, once for all that has changed': () =>
      withClock((clock) => {
        const { interest, alice, bob, pass } = setUpSilent(clock);
        interest.add(alice, 'news');
        const early = pass(GATHER_MS - 1);
        same(early.due, 0, 'the peers were to be told before GATHER_MS had passed', 'start a timer: setTimeout(…, GATHER_MS)');
        interest.add(bob, 'sport');
        const { due, ranBare } = pass(1);
        same(
          ranBare,
          false,
          'this.#tell ran outside this.#broker.guard',
          'no command is running when a timer fires, so nothing would catch an error: this.#broker.guard(() => this.#tell())',
        );
        same(
          due,
          1,
          'GATHER_MS after the first change, nothing was due',
          'the first change starts setTimeout(() => this.#broker.guard(() => this.#tell()), GATHER_MS); a later one must not put it off',
        );
        same(
          pass(10 * GATHER_MS).due,
          0,
          'two changes within GATHER_MS started two timers',
          'this.#timer is set while one is due: keep the timer there, and start no other one',
        );
      }),
  },

  '6.5': {
    'what is wanted from now on is told': () =>
      withClock((clock) => {
        const { interest, alice, tell } = setUp(clock);
        interest.add(alice, 'news');
        const frames = tell();
        const isSilent = frames.length === 0;
        same(
          frames,
          ['more: news'],
          `after the first session had come, the peers were ${isSilent ? 'told nothing' : 'not told exactly this'}`,
          isSilent
            ? "announce { kind: 'more', patterns } with what is noted as 'more': copy it before you clear this.#changed"
            : "announce the patterns that are noted as 'more' as { kind: 'more', patterns }, and nothing where there are none",
        );
      }),
    'what is no longer wanted is told, and nothing is told twice': () =>
      withClock((clock) => {
        const { interest, alice, tell } = setUp(clock);
        interest.add(alice, 'news');
        tell();
        interest.add(alice, 'sport');
        const second = tell();
        same(
          second.length > 0,
          true,
          'the peers were told once, and never again',
          'the timer has fired: set this.#timer to undefined, or #count starts no other one',
        );
        same(second, ['more: sport'], 'what had been told was told again', 'clear this.#changed when you have copied it');
        interest.remove(alice, 'news');
        same(
          tell(),
          ['less: news'],
          'after the last session had gone, the peers were not told exactly this',
          "announce what is noted as 'less' too, as { kind: 'less', patterns }",
        );
      }),
    'one frame tells all that is wanted, and one all that is not': () =>
      withClock((clock) => {
        const { interest, alice, bob, tell } = setUp(clock);
        for (const pattern of ['news', 'sport']) interest.add(alice, pattern);
        tell();
        for (const pattern of ['weather', 'tech.*']) interest.add(bob, pattern);
        interest.leave(alice);
        same(
          tell(),
          ['less: news sport', 'more: tech.* weather'],
          'the changes were not told in one frame for each kind',
          'gather the patterns of a kind in one array, and announce each of the two kinds once',
        );
      }),
  },
};
