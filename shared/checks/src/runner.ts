// The one judge: runs checks against brokers of one kind, some side by side, and says for each how it ended.

import { base64url } from 'jose';
import type { Broker, CreateBroker, Settings } from './broker.ts';
import { type Check, Failure, type Language, type Result, Todo } from './check.ts';
import type { CodeError } from './code-error.ts';
import { ANSWER_LIMIT_MS, withinLimit } from './time.ts';
import { Context } from './context.ts';
import type { Network } from './network.ts';
import { hash, Random } from './random.ts';
import { END_LIMIT_MS, endedState, SharedBroker } from './shared-broker.ts';
import { SharedNetworks } from './shared-network.ts';
import { tell } from './story.ts';
import { checksAt, type ChosenCheck, type Place, stormsAt } from './suites.ts';
import { Transcript } from './transcript.ts';

/** Far more than a check takes: on two busy cores, one of 10 s took more than 30. */
const CHECK_LIMIT_MS = 120_000;
/** Lanes by default: a check spends most of its time waiting. More of them gain nothing on two cores. */
const LANES = 6;
/** Where more checks than this share a broker, a second one takes half of them. */
const MANY = 60;
/** A live broker that has said nothing for so long, in ms, will not answer the first thing that it is asked. */
const GREETING_MS = 2000;

export interface Judging {
  readonly place: Place;
  /** Its number, such as 3, which is graded by the suites 1 to 3. */
  readonly stage: number;
  readonly createBroker: CreateBroker;
  /** Whether the brokers share a store (P8-1). */
  readonly sharesStore?: boolean | undefined;
  /** Why no check can be tried; absent where all can. */
  readonly hopeless?: string | undefined;
  /** The language that the broker is written in, where it is known: some causes have words for it. */
  readonly language?: Language | undefined;
  /** Where the broker's code is wrong, if what it printed says so. */
  codeErrorIn(printed: string): CodeError | undefined;
  /** 32 bits; drawn where absent. The same seed draws the same inputs. */
  readonly seed?: number | undefined;
  /** The checks to run, by id, storms too; absent: all but these. */
  readonly only?: readonly string[] | undefined;
  /** The command that repeats one check, for its story. */
  readonly again?: ((id: string, seed: number) => string) | undefined;
  /** How many checks with brokers of their own run at once. */
  readonly lanes?: number | undefined;
  /** How long a broker has to answer, in ms. Long by default, because the machine may be busy: a right broker needs only a few. */
  readonly patience?: number | undefined;
  readonly onResult?: ((result: Result) => void) | undefined;
}

export interface Report {
  /** With two digits, such as `03`. */
  readonly stage: string;
  readonly seed: number;
  /** In the order of the suites. */
  readonly checks: readonly Result[];
}

/** A seed for a grading that was given none. */
function drawSeed(): number {
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  return seed;
}

/** Judges brokers of one kind. Checks that share a broker run one by one; beside them run those that need brokers of their own. */
export async function judgeBrokers(judging: Judging): Promise<Report> {
  const { place, stage, only, onResult, seed = drawSeed() } = judging;
  const storms = stormsAt(place, stage).filter(({ check }) => only?.includes(check.id));
  const wanted = [...checksAt(place, stage).filter(({ check }) => only?.includes(check.id) ?? true), ...storms];
  const judge = new Judge(judging, seed);
  const results = new Map<string, Result>();
  const run = async (lane: typeof wanted, broker?: SharedBroker) => {
    for (let next = lane.shift(); next; next = lane.shift()) keep(await judge.judge(next, broker));
  };
  const keep = (result: Result) => {
    results.set(result.id, result);
    onResult?.(result);
  };
  // These run one after the other on one network. Where links do not work, each waits long in vain, so then they wait side by side.
  const runLinked = async () => {
    for (let next = linked.shift(); next; next = linked.shift()) {
      const result = await judge.judge(next);
      keep(result);
      if (result.verdict === 'fail' || judge.isTodoContagious) own.push(...linked.splice(0));
    }
  };
  const isLinked = ({ check }: ChosenCheck) => check.sharesNetwork ?? false;
  const linked = wanted.filter(isLinked);
  const isShared = ({ check }: ChosenCheck) => !check.settings && !check.startsItself && !check.sharesNetwork;
  const shared = wanted.filter(isShared);
  // Those that may take long begin first, so that the end does not wait for one of them alone.
  const own = wanted.filter((each) => !isShared(each) && !isLinked(each)).toSorted((a, b) => (b.check.limit ?? 0) - (a.check.limit ?? 0));
  try {
    // The shared checks are the first to meet a broker that does not come up, or that listens on one port whatever PORT says. A broker
    // that cannot do even the first thing that it is asked is asked nothing more: each check would only wait for the same.
    const [first] = shared;
    const broken = first && wanted.length > 1 && !judge.isHopeless ? await judge.greet(first, judge.brokers[0]) : undefined;
    if (broken) {
      shared.shift();
      keep(broken);
    }
    const lanes = storms.length > 0 ? 1 : (judging.lanes ?? LANES); // a storm needs the machine to itself
    const brokers = shared.length > MANY ? judge.brokers : judge.brokers.slice(0, 1);
    const runOwn = Array.from({ length: lanes }, async (_, lane) => {
      if (lane === 0) await runLinked();
      await run(own);
    });
    await Promise.all([...brokers.map((broker) => run(shared, broker)), ...runOwn]);
  } finally {
    await judge.end();
  }
  const checks = wanted.flatMap(({ check }) => results.get(check.id) ?? []);
  return { stage: String(stage).padStart(2, '0'), seed, checks };
}

class Judge {
  /** The brokers that checks share, one check at a time. */
  readonly brokers: readonly [SharedBroker, SharedBroker];
  readonly networks: SharedNetworks;
  /** An unwritten exercise, once met, has kept a network from working for the next check: no network that met one is used again. */
  isTodoContagious = false;
  /** Checks that failed on such a network, which says nothing about them. */
  readonly #misjudged = new Set<Check>();
  /** Why no check is tried any more, in the words that follow "because". */
  #hopeless: string | undefined;
  readonly #judging: Judging;
  readonly #seed: number;
  readonly #secret: string;
  readonly #patience: number;

  constructor(judging: Judging, seed: number) {
    this.#judging = judging;
    this.#seed = seed;
    this.#patience = judging.patience ?? ANSWER_LIMIT_MS;
    this.#secret = base64url.encode(new Random(seed).word('secret').repeat(4));
    this.#hopeless = judging.hopeless;
    const share = () => {
      return new SharedBroker(
        () => this.#createBroker(),
        this.#patience,
        (reason) => (this.#hopeless ??= reason),
      );
    };
    this.brokers = [share(), share()];
    this.networks = new SharedNetworks(() => this.#contextOf('network', new Transcript()));
  }

  get isHopeless(): boolean {
    return this.#hopeless !== undefined;
  }

  #createBroker(settings: Settings = {}): Broker {
    return this.#judging.createBroker({ AUTH_SECRET: this.#secret, ...settings }, this.#patience);
  }

  /** @param shared for a check that needs no broker of its own */
  async judge({ check, chapter }: ChosenCheck, shared?: SharedBroker): Promise<Result> {
    if (this.#hopeless === undefined) {
      const judge = () => this.#tell(check, chapter, (transcript) => this.#run(check, transcript, shared));
      const result = await judge();
      return result.verdict === 'fail' && this.#misjudged.delete(check) ? judge() : result;
    }
    const { id, group, title, rules } = check;
    return { id, group, title, rules, verdict: 'untried', message: `not tried, because ${this.#hopeless}`, story: '', ms: 0 };
  }

  /**
   * Asks a broker for what every check needs: a session that gets its own message.
   * @returns if it fails at that, the failure, told as one of the given check; nothing else is tried then
   */
  async greet({ check, chapter }: ChosenCheck, shared: SharedBroker): Promise<Result | undefined> {
    const result = await this.#tell(check, chapter, async (transcript) => {
      const broker = await shared.get();
      await this.#greetWith(broker, this.#contextOf('greeting', transcript, { broker }), GREETING_MS);
    });
    if (result.verdict !== 'fail') return undefined;
    this.#hopeless ??= result.seen ?? result.message;
    return result;
  }

  async #greetWith(broker: Broker, context: Context, quiet: number): Promise<void> {
    const errorsBefore = broker.errorLength;
    try {
      const greeting = async () => {
        const client = await context.join('alice');
        await client.greet(quiet);
        await client.leave();
      };
      await Promise.race([greeting(), context.interrupted]);
      await context.settleDown();
    } catch (error) {
      context.transcript.end();
      context.abandon();
      if (!(error instanceof Failure)) throw error;
      const ended = await broker.stopped(broker.alive ? 0 : END_LIMIT_MS);
      throw new Failure({ ...error.parts, printed: broker.errorsSince(errorsBefore), ...(ended && endedState(ended)) });
    }
  }

  async #tell(check: Check, chapter: string, run: (transcript: Transcript) => Promise<void>): Promise<Result> {
    const began = performance.now();
    const transcript = new Transcript();
    const end = (verdict: Result['verdict'], message = '', story = ''): Result => {
      const { id, group, title, rules } = check;
      return { id, group, title, rules, verdict, message, story, ms: Math.round(performance.now() - began) };
    };
    try {
      await run(transcript);
      return end('pass');
    } catch (error) {
      if (error instanceof Todo) return end('todo', error.message.replace(/^.*?ERROR:TODO:/, ''));
      if (!(error instanceof Failure)) return end('error', `the grader itself broke: ${String(error)}`, (error as Error).stack ?? '');
      const fault = transcript.fault(error.parts);
      const { message, seen = fault, cause } = error.parts;
      const failure = new Failure({ ...error.parts, seen, cause: fault === undefined ? cause : undefined }); // the exception is the cause
      const again = this.#judging.again?.(check.id, this.#seed) ?? `--seed ${this.#seed} --only ${check.id}`;
      const { language, codeErrorIn } = this.#judging;
      const story = tell({ check, failure, transcript, chapter, again, language, codeErrorIn });
      const picture = transcript.picture(error.parts);
      return { ...end('fail', message, story), events: transcript.length, ...(seen && { seen }), ...(picture && { picture }) };
    }
  }

  #contextOf(inputs: string, transcript: Transcript, given: { broker?: Broker | undefined; network?: Network | undefined } = {}): Context {
    return new Context({
      stage: this.#judging.stage,
      random: new Random(this.#seed ^ hash(inputs)),
      transcript,
      secret: this.#secret,
      createBroker: this.#judging.createBroker,
      sharesStore: this.#judging.sharesStore ?? false,
      patience: this.#patience,
      ...given,
    });
  }

  async #run(check: Check, transcript: Transcript, shared: SharedBroker | undefined): Promise<void> {
    const own = check.settings && this.#createBroker(check.settings);
    const loan = check.sharesNetwork ? await this.networks.lend() : undefined;
    const context = this.#contextOf(check.id, transcript, { broker: own ?? (await shared?.get()), network: loan?.network });
    let isWell = false;
    try {
      await own?.start();
      await this.#within(check, context);
      isWell = true;
    } catch (error) {
      isWell = error instanceof Todo && !this.isTodoContagious;
      if (loan && error instanceof Todo) loan.hasMetTodo = true;
      if (!(error instanceof Failure)) throw error;
      if (loan?.hasMetTodo) {
        this.isTodoContagious = true;
        this.#misjudged.add(check);
      }
      const state = await shared?.examine();
      throw new Failure({ ...error.parts, printed: context.errors || error.parts.printed, ...state });
    } finally {
      await context.end();
      await own?.remove();
      await (isWell ? loan?.giveBack() : loan?.discard());
    }
  }

  async end(): Promise<void> {
    await Promise.all([...this.brokers, this.networks].map((each) => each.remove()));
  }

  async #within(check: Check, context: Context): Promise<void> {
    const limit = check.limit ?? CHECK_LIMIT_MS;
    const run = (context.sharesStore && check.runOnNats?.(context)) || check.run(context);
    const passed = Promise.race([run, context.interrupted]).then(() => true);
    try {
      if (!(await withinLimit(passed, limit)))
        throw new Failure({
          message: 'the check did not finish in time',
          expected: `all of it within ${limit / 1000} s`,
          got: 'it was still going on',
        });
    } catch (error) {
      const { hasLostClients } = context;
      context.transcript.end();
      context.abandon();
      await withinLimit(
        run.catch(() => {}),
        this.#patience,
      );
      // This error came first. But if the broker has cut off a session, the others may be told why only after that.
      await context.settleDown().catch((todo) => {
        if (hasLostClients) throw todo;
      });
      throw error;
    }
    await context.settleDown();
  }
}
