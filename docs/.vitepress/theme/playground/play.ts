// A playground at work: its clients and wires, the brokers in this page or the reader's own, and the scene that is being played.

import { Brokers } from './brokers.ts';
import type { Dial } from './line.ts';
import { dialOwn, ownAddress } from './own-broker.ts';
import { playScene } from './play-scene.ts';
import type { ClaimsOf, ClientSpec, Scene, StageScenes } from './scene.ts';
import { signToken } from './tokens.ts';
import { Wires } from './wires.ts';

const ONE_BROKER = ['broker'];

export class Play {
  readonly stage: string;
  readonly plan: StageScenes;
  wires = new Wires();
  /** Absent for the reader's own broker, which shows nobody its tables. */
  brokers: Brokers | undefined;
  scene: Scene | undefined;
  isDone = false;
  /** What the reader is told. */
  caption = '';
  /** What went wrong with the stage's code. */
  trouble = '';
  /** The token with which each client last logged in. */
  readonly tokens = new Map<string, string>();
  onChange: () => void = () => {};
  onMove: () => void = () => {};
  #ending = new AbortController();

  constructor(stage: string, plan: StageScenes) {
    this.stage = stage;
    this.plan = plan;
  }

  get hasTokens(): boolean {
    return this.stage >= '03';
  }

  get brokerNames(): readonly string[] {
    return this.plan.brokers ?? ONE_BROKER;
  }

  brokerOf(who: string): string {
    return this.#spec(who).broker ?? this.brokerNames[0] ?? '';
  }

  /** Starts over on fresh brokers in this page: with a scene, or with everyone connected and logged in. */
  async begin(scene?: Scene): Promise<void> {
    const { signal } = this.#clear(scene);
    const brokers = new Brokers(this.stage, this.brokerNames, scene?.settings ?? {}, (text, isOver) => {
      if (isOver) this.trouble = text;
      this.#changed();
    });
    this.brokers = brokers;
    signal.addEventListener('abort', () => brokers.end(), { once: true });
    brokers.onChange = () => {
      this.wires.wake();
      this.#changed();
    };
    brokers.onEvent = (who, what) => this.wires.note(who, what);
    this.wires.onArrival = () => void brokers.look();
    try {
      await brokers.startAll();
      signal.throwIfAborted();
      for (const { name } of this.plan.clients) if (!scene?.away?.includes(name)) this.connect(name);
      if (scene) await this.#play(scene, brokers, signal);
      else if (this.hasTokens) for (const { name } of this.plan.clients) await this.logIn(name, {});
    } catch (error) {
      if (signal.aborted) return; // this play was ended, or started over
      this.trouble = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#changed();
    }
  }

  /** Starts over with the reader's own broker. */
  beginOwn(): void {
    this.#clear(undefined);
    for (const { name } of this.plan.clients) this.connect(name);
  }

  end(): void {
    this.#ending.abort();
    for (const { line } of this.wires.clients.values()) line?.close();
  }

  connect(who: string): void {
    this.wires.connect(who, this.#dial(who));
  }

  /** Logs a client in with a token signed here, which only brokers in this page accept. */
  async logIn(who: string, claims: ClaimsOf): Promise<void> {
    const user = this.#spec(who).user ?? who;
    this.sendToken(who, await signToken({ user, ...claims }));
  }

  sendToken(who: string, token: string): void {
    this.tokens.set(who, token);
    this.wires.send(who, `AUTH:${token}`);
  }

  /** The client that a broker in this page knows by the number of its connection. */
  nameOf(connection: number): string {
    const client = [...this.wires.clients.values()].find(({ line }) => line?.id === connection);
    return client?.name ?? 'somebody';
  }

  async #play(scene: Scene, brokers: Brokers, signal: AbortSignal): Promise<void> {
    const { wires } = this;
    const cast = { wires, brokers, connect: (who: string) => this.connect(who), logIn: this.logIn.bind(this) };
    const tell = (text: string) => {
      this.caption = text;
      this.#changed();
    };
    await playScene(scene, cast, tell, signal);
    await wires.until(() => wires.isIdle, signal);
    this.isDone = true;
    tell(scene.shown);
  }

  #clear(scene: Scene | undefined): { readonly signal: AbortSignal } {
    this.end();
    this.#ending = new AbortController();
    const { speed, isPaused } = this.wires;
    this.wires = new Wires();
    Object.assign(this.wires, { speed, isPaused });
    this.wires.onChange = () => this.#changed();
    this.wires.onMove = () => this.onMove();
    for (const { name } of this.plan.clients) this.wires.add(name);
    this.tokens.clear();
    Object.assign(this, { scene, isDone: false, caption: '', trouble: '', brokers: undefined });
    this.#changed();
    return this.#ending;
  }

  #dial(who: string): Dial {
    const broker = this.brokerOf(who);
    return this.brokers?.dial(broker) ?? dialOwn(ownAddress(this.brokerNames.indexOf(broker)));
  }

  /** @throws {RangeError} */
  #spec(who: string): ClientSpec {
    const spec = this.plan.clients.find(({ name }) => name === who);
    if (!spec) throw new RangeError(`there is no client ${who}`);
    return spec;
  }

  #changed(): void {
    this.onChange();
  }
}
