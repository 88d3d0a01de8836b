// A client of the broker under judgement. It always reads, except where not reading is the point, and writes down all that it sees.

import type { Frame } from '@workshop/protocol';
import type { Broker } from './broker.ts';
import { Failure, failure, type Why } from './check.ts';
import { describeExpected, type Expected, match } from './expected.ts';
import { after, ANSWER_LIMIT_MS, withinLimit } from './time.ts';
import { type Event, shorten, type Transcript } from './transcript.ts';
import type { Leaving, RawOptions, Wire, WireOptions } from './wire.ts';

/** A frame that misses its moment by no more than this, in ms, counts as late; after that it counts as missing. */
const LATE_MS = 300;
/** So many pings are spread over the time in which a broker may show that it is alive. */
const QUIET_PINGS = 8;

export interface ClientOptions extends WireOptions {
  readonly who: string;
  readonly broker: Pick<Broker, 'url' | 'dial'>;
  /** The broker's name, where a check has several. */
  readonly brokerName?: string | undefined;
  readonly transcript: Transcript;
  /** Draws a word that nobody else has drawn. */
  readonly draw: () => string;
  /** Called when an exercise answers that it is not written yet. */
  readonly onTodo: (text: string) => void;
  /** How long the broker has to answer, in ms. */
  readonly patience?: number;
}

export class Client {
  readonly who: string;
  /** The user that it has authenticated as; empty before stage 03. */
  user = '';
  /** How long the broker has to answer, in ms. */
  readonly patience: number;
  /** Resolves to the close code. */
  readonly closed: Promise<number>;
  /** Whether it has stopped reading. */
  isPaused = false;
  readonly #wire: Wire;
  readonly #options: ClientOptions;
  readonly #arrived: Event[] = [];
  /** Those of the frames that were binary messages. */
  readonly #binary = new Set<Event>();
  readonly #listeners: ((text: string) => void)[] = [];
  readonly #opened = Promise.withResolvers<true>();
  /** The broker's next ping, and its next answer to one. */
  #pinged = Promise.withResolvers<true>();
  #ponged = Promise.withResolvers<true>();
  #wake = () => {};
  #isAbandoned = false;
  #hasLeft = false;
  /** The HTTP status that the broker refused it with. */
  #refusedWith: number | undefined;
  #code: number | undefined;

  private constructor(options: ClientOptions) {
    this.#options = options;
    this.who = options.who;
    this.patience = options.patience ?? ANSWER_LIMIT_MS;
    const closed = Promise.withResolvers<number>();
    this.closed = closed.promise;
    const { transcript, broker, headers, autoPong } = options;
    const listener = {
      opened: () => this.#opened.resolve(true),
      message: (text: string, isBinary: boolean) => this.#arrive(text, isBinary),
      pinged: () => {
        this.#pinged.resolve(true);
        this.#pinged = Promise.withResolvers();
      },
      ponged: () => {
        this.#ponged.resolve(true);
        this.#ponged = Promise.withResolvers();
      },
      refused: (status: number) => {
        this.#refusedWith = status;
        transcript.add(this.who, '·', `was refused with HTTP ${status}`);
      },
      closed: (code: number) => {
        this.#code = code;
        transcript.add(this.who, '·', `the connection closed with ${code}`);
        this.#wake();
        closed.resolve(code);
      },
    };
    this.#wire = broker.dial(listener, { headers, autoPong });
  }

  /** @throws {Failure} when the broker does not let it in */
  static async open(options: ClientOptions): Promise<Client> {
    const client = new Client(options);
    if (await client.#happens(client.#opened.promise, client.patience)) return client;
    throw new Failure({
      message: 'the broker did not accept a WebSocket connection',
      expected: `${options.broker.url} answers the opening handshake (RFC 6455 §4.2)`,
      got:
        client.#refusedWith !== undefined
          ? `HTTP ${client.#refusedWith}`
          : client.#code === undefined
            ? `no answer within ${client.patience / 1000} s`
            : 'the connection was refused or closed',
    });
  }

  #arrive(text: string, isBinary: boolean): void {
    const event = this.#options.transcript.add(this.who, '←', isBinary ? `(binary) ${text}` : text, this.#options.brokerName);
    this.#arrived.push(event);
    if (isBinary) this.#binary.add(event);
    if (/^(?:@[^ ]* )?ERROR:TODO:/.test(text)) this.#options.onTodo(text);
    this.#wake();
    for (const listener of this.#listeners) listener(text);
  }

  /** Resolves to whether it happens within so many ms, and before the connection is closed. */
  async #happens(promise: Promise<true>, limit: number): Promise<boolean> {
    return (await withinLimit(Promise.race([promise, this.closed.then(() => false)]), limit)) ?? false;
  }

  /** Calls back for each frame that comes from now on. It can still be asked for as well. */
  watch(listener: (text: string) => void): void {
    this.#listeners.push(listener);
  }

  get isOpen(): boolean {
    return this.#code === undefined;
  }

  /** Whether the broker has ended the connection, and not this client. */
  get isCutOff(): boolean {
    return !this.isOpen && !this.#hasLeft;
  }

  /** Sends frames, all in one write. */
  send(...frames: string[]): void {
    if (this.#isAbandoned) return;
    for (const frame of frames) this.#options.transcript.add(this.who, '→', frame, this.#options.brokerName);
    this.#wire.send(frames);
  }

  /** Sends a payload as it stands: a binary message, a fragment, bytes that are not UTF-8. */
  sendRaw(description: string, payload: string | Uint8Array, options: RawOptions = {}): void {
    this.#options.transcript.add(this.who, '·', `sends ${description}`);
    this.#wire.sendRaw(payload, options);
  }

  /** Sends bytes past the WebSocket, such as no library would send. */
  sendBytes(description: string, bytes: Uint8Array): void {
    this.#options.transcript.add(this.who, '·', `sends ${description}`);
    this.#wire.sendBytes(bytes);
  }

  /**
   * Expects the next frame, and resolves to it, parsed.
   * @param limit how long it may take, in ms, where that is longer than usual
   */
  async gets(expected: Expected, why: Why, limit = this.patience): Promise<Frame> {
    const event = await this.#next(limit);
    const frame = event && match(expected, event.text);
    if (frame) return frame;
    throw failure(why, {
      waiting: this.who,
      expected: describeExpected(expected),
      got: event ? event.text : this.#nothing(),
      offending: event,
      seen: this.#seen(event, expected),
    });
  }

  /** Expects the next frames to be these, in this order. */
  async getsAll(expected: readonly Expected[], why: Why): Promise<Frame[]> {
    const frames: Frame[] = [];
    for (const each of expected) frames.push(await this.gets(each, why));
    return frames;
  }

  /** Expects the next frames to be these, in any order. */
  async getsInAnyOrder(expected: readonly Expected[], why: Why): Promise<void> {
    const open = [...expected];
    while (open.length > 0) {
      const event = await this.#next();
      const at = event ? open.findIndex((each) => match(each, event.text)) : -1;
      if (at < 0)
        throw failure(why, {
          waiting: this.who,
          expected: open.map(describeExpected).join(' and '),
          got: event ? event.text : this.#nothing(),
          offending: event,
          seen: this.#seen(event, ...open),
        });
      open.splice(at, 1);
    }
  }

  /** Expects these frames, and no others, before the answer to a question asked now. */
  async getsOnly(expected: readonly Expected[], why: Why): Promise<void> {
    const events = await this.#untilAnswered();
    for (const [at, each] of expected.entries()) {
      const event = events[at];
      if (event && match(each, event.text)) continue;
      const late = event ? undefined : await this.#next(LATE_MS);
      const seen = late && match(each, late.text) ? `it came late: the broker had answered what ${this.who} sent after it` : undefined;
      throw failure(why, {
        waiting: this.who,
        expected: describeExpected(each),
        got: event ? event.text : 'nothing of the kind',
        offending: event,
        seen: seen ?? this.#seen(event, each),
      });
    }
    const offending = events[expected.length];
    if (!offending) return;
    const nothing = expected.length > 0 ? 'nothing more' : 'nothing';
    throw failure(why, {
      waiting: this.who,
      expected: nothing,
      got: offending.text,
      offending,
      seen: this.#seen(offending),
    });
  }

  /** What came, in plain words: for a frame that came twice, or to somebody else, "it did not come" would be half the truth. */
  #seen(event: Event | undefined, ...wanted: readonly Expected[]): string | undefined {
    const { transcript } = this.#options;
    if (event && transcript.isRepeated(event)) return `${this.who} got the same frame twice`;
    const elsewhere = transcript.receivers((text) => wanted.some((each) => match(each, text))).filter((who) => who !== this.who);
    return event || elsewhere.length === 0 ? undefined : `it came to ${elsewhere.join(' and ')}, and not to ${this.who}`;
  }

  /** Expects no frame before the answer to a question asked now: whatever the broker was going to send comes before that. */
  getsNothing(why: Why): Promise<void> {
    return this.getsOnly([], why);
  }

  /** Resolves to all frames that come before the answer to a question asked now. By then, all commands of this client have taken effect. */
  async settle(): Promise<string[]> {
    return (await this.#untilAnswered()).map(({ text }) => text);
  }

  /**
   * Asks the first question: a new session gets its own message once, and nothing else.
   * @param quiet after so many ms without a frame, a broker that answers pings has nothing to say; one that does not gets all the patience
   */
  async greet(quiet: number): Promise<void> {
    const isQuiet = this.#hasAnsweredPingsFor(quiet);
    for (let time = 0; time < 2; time++) {
      const [offending] = await this.#untilAnswered(isQuiet);
      if (offending)
        throw failure('a session got a frame that was not due to it', {
          waiting: this.who,
          expected: 'nothing but its own message, once',
          got: offending.text,
          offending,
          seen: this.#seen(offending),
        });
    }
  }

  async #hasAnsweredPingsFor(ms: number): Promise<void> {
    const end = performance.now() + ms;
    while (performance.now() < end && (await this.ping())) await after(ms / QUIET_PINGS);
  }

  // The question is a message to itself on a channel of its own: even a broker that sends nothing but messages answers it.
  async #untilAnswered(isQuiet?: Promise<void>): Promise<Event[]> {
    const channel = `settle.${this.#options.draw()}`;
    this.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:`);
    const before: Event[] = [];
    for (;;) {
      const event = await this.#next(this.patience, isQuiet);
      const offending = before.at(-1);
      if (!event)
        throw new Failure({
          waiting: this.who,
          message: 'a session did not get its own message on a channel of its own',
          expected: `MSG:${channel}:`,
          got: offending ? `${offending.text}, and nothing more` : this.#nothing(),
          offending,
          cause:
            'SUBSCRIBE remembers the session, and PUBLISH sends MSG:<channel>:<body> to everyone remembered, the publisher too; nearly every check asks this, to learn that what came before has taken effect',
        });
      if (match(`MSG:${channel}:`, event.text.replace(/^@[^ ]* /, ''))) return before;
      before.push(event);
    }
  }

  /** Resolves to the next frame; to `undefined` when none comes in time, or the connection is closed. Rejects when the check is over. */
  async #next(limit = this.patience, isQuiet?: Promise<void>): Promise<Event | undefined> {
    if (this.#arrived.length === 0 && this.#code === undefined && !this.#isAbandoned) {
      const arrival = new Promise<void>((resolve) => (this.#wake = resolve));
      await withinLimit(isQuiet ? Promise.race([arrival, isQuiet]) : arrival, limit);
    }
    if (this.#isAbandoned) throw new Error('this check is over'); // a check that went on as if nothing had come might do so for ever
    const event = this.#arrived.shift();
    if (event && this.#binary.has(event))
      throw failure(
        {
          message: 'the broker sent a binary message',
          cause: 'send text messages: most libraries tell text from binary by a function, a flag or a type',
        },
        { expected: 'one WebSocket text message for each frame', got: event.text, offending: event },
      );
    return event;
  }

  /** Resolves to the next frame, or to `undefined` when none comes within so many ms: for frames that no rule gives a time. */
  async frameWithin(limit: number): Promise<string | undefined> {
    if (!this.isOpen) await after(limit); // nothing more can come, and a caller that asks in a loop would starve everything else
    return (await this.#next(limit))?.text;
  }

  /** Takes the next frame, if one has come already. */
  taken(): string | undefined {
    return this.#arrived.shift()?.text;
  }

  /** Takes the frames that have come and were not asked for yet. */
  take(): string[] {
    return this.#arrived.splice(0).map(({ text }) => text);
  }

  #nothing(): string {
    return this.#code === undefined ? `nothing within ${this.patience / 1000} s` : `the connection closed with ${this.#code}`;
  }

  /**
   * Expects the broker to close the connection, with this code where one is given. Frames that came before can still be asked for.
   * @param limit how long it may take, in ms, where that is longer than usual
   */
  async closes(code: number | undefined, why: Why, limit = this.patience): Promise<void> {
    const got = await withinLimit(this.closed, limit);
    if (got !== undefined && (code === undefined || got === code)) return;
    const last = this.#arrived.at(-1);
    throw failure(why, {
      waiting: this.who,
      expected: code === undefined ? 'the connection is closed' : `the connection is closed with ${code}`,
      got:
        got === undefined
          ? `it is still open after ${limit / 1000} s${last ? `; the last frame was ${shorten(last.text)}` : ''}`
          : `it was closed with ${got}`,
    });
  }

  /** Stops reading: what is sent to it stays in the buffers on the way. */
  pause(): void {
    this.#options.transcript.add(this.who, '·', 'stops reading');
    this.isPaused = true;
    this.#wire.pause();
  }

  resume(): void {
    this.#options.transcript.add(this.who, '·', 'reads again');
    this.isPaused = false;
    this.#wire.resume();
  }

  /** Resolves to whether the broker has answered a WebSocket ping: if so, it has had a turn since. */
  async ping(): Promise<boolean> {
    const pong = this.#ponged.promise;
    this.#wire.ping();
    return this.#happens(pong, this.patience);
  }

  /** Resolves to whether the broker has sent a WebSocket ping, or closed the connection, within so many ms from now. */
  async pingedOrClosed(limit: number): Promise<boolean> {
    return (await withinLimit(Promise.race([this.#pinged.promise, this.closed]), limit)) !== undefined;
  }

  /** Its check is over: what waits for a frame fails, and what is sent goes nowhere. The connection stays. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#wake();
  }

  /** Goes away: with a close frame, by ending the TCP connection without one, or with a TCP reset as a crashed machine would. */
  async leave(how: Leaving = 'close'): Promise<void> {
    if (this.#isAbandoned) return;
    this.#hasLeft = true;
    this.#options.transcript.add(this.who, '·', { close: 'closes', end: 'hangs up', reset: 'crashes (TCP reset)' }[how]);
    this.#wire.leave(how);
    await withinLimit(this.closed);
  }
}
