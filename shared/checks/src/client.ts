// A client of the broker under judgement. It always reads, except where not reading is the point, and writes down all that it sees.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Frame } from '@workshop/protocol';
import WebSocket from 'ws';
import { Failure, failure, type Why } from './check.ts';
import { describeExpected, type Expected, match } from './expected.ts';
import { after, ANSWER_LIMIT_MS, withinLimit } from './time.ts';
import { type Event, shorten, type Transcript } from './transcript.ts';

/** A frame that came too late comes soon after, or is no late one. */
const LATE_MS = 300;
/** So many pings are spread over the time in which a broker may show that it lives. */
const QUIET_PINGS = 8;

export interface ClientOptions {
  readonly who: string;
  readonly url: string;
  /** Its broker's name, where a check has several. */
  readonly broker?: string | undefined;
  readonly transcript: Transcript;
  /** A word that no other has drawn. */
  readonly draw: () => string;
  /** Is told when an exercise answers that it is not written yet. */
  readonly onTodo: (text: string) => void;
  /** How long the broker has for an answer, in ms. */
  readonly patience?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly autoPong?: boolean;
}

export class Client {
  readonly who: string;
  /** The user that it has authenticated as; empty before stage 03. */
  user = '';
  readonly socket: WebSocket;
  /** How long the broker has for an answer, in ms. */
  readonly patience: number;
  /** Resolves to the close code. */
  readonly closed: Promise<number>;
  readonly #tcp: Socket;
  readonly #options: ClientOptions;
  readonly #arrived: Event[] = [];
  /** Those of them that were binary messages. */
  readonly #binary = new Set<Event>();
  #wake = () => {};
  #isAbandoned = false;
  /** The HTTP status with which the broker has refused it. */
  #refusedWith: number | undefined;
  #code: number | undefined;

  private constructor(options: ClientOptions) {
    this.#options = options;
    this.who = options.who;
    this.patience = options.patience ?? ANSWER_LIMIT_MS;
    const { hostname, port } = new URL(options.url);
    this.#tcp = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
    this.#tcp.setNoDelay();
    const socket = (this.socket = new WebSocket(options.url, {
      createConnection: () => this.#tcp,
      perMessageDeflate: false,
      maxPayload: 2 ** 30,
      autoPong: options.autoPong ?? true,
      headers: { ...options.headers },
    }));
    socket.on('error', () => {});
    socket.on('unexpected-response', (request, { statusCode }) => {
      this.#refusedWith = statusCode;
      options.transcript.add(this.who, '·', `was refused with HTTP ${statusCode}`);
      request.destroy();
    });
    socket.on('message', (payload, isBinary) => this.#arrive(String(payload), isBinary));
    this.closed = new Promise((resolve) =>
      socket.on('close', (code) => {
        this.#code = code;
        options.transcript.add(this.who, '·', `the connection closed with ${code}`);
        this.#wake();
        resolve(code);
      }),
    );
  }

  /** @throws {Failure} when the broker does not let it in */
  static async open(options: ClientOptions): Promise<Client> {
    const client = new Client(options);
    const opened = once(client.socket, 'open').then(() => true);
    opened.catch(() => {});
    if (await withinLimit(Promise.race([opened, client.closed.then(() => false)]), client.patience)) return client;
    throw new Failure({
      message: 'the broker did not accept a WebSocket connection',
      expected: `${options.url} answers the opening handshake (RFC 6455 §4.2)`,
      got:
        client.#refusedWith !== undefined
          ? `HTTP ${client.#refusedWith}`
          : client.#code === undefined
            ? `no answer within ${client.patience / 1000} s`
            : 'the connection was refused or closed',
    });
  }

  #arrive(text: string, isBinary: boolean): void {
    const event = this.#options.transcript.add(this.who, '←', isBinary ? `(binary) ${text}` : text, this.#options.broker);
    this.#arrived.push(event);
    if (isBinary) this.#binary.add(event);
    if (/^(?:@[^ ]* )?ERROR:TODO:/.test(text)) this.#options.onTodo(text);
    this.#wake();
  }

  get isOpen(): boolean {
    return this.#code === undefined;
  }

  /** Sends frames, all in one write. */
  send(...frames: string[]): void {
    if (this.#isAbandoned) return;
    this.#tcp.cork();
    for (const frame of frames) {
      this.#options.transcript.add(this.who, '→', frame, this.#options.broker);
      this.socket.send(frame);
    }
    this.#tcp.uncork();
  }

  /** Sends a payload as it stands: a binary message, a fragment, bytes that are no UTF-8. */
  sendRaw(description: string, payload: string | Uint8Array, options: { binary?: boolean; fin?: boolean } = {}): void {
    this.#options.transcript.add(this.who, '·', `sends ${description}`);
    this.socket.send(payload, options);
  }

  /** Sends bytes past the WebSocket: what no library would send. */
  sendBytes(description: string, bytes: Uint8Array): void {
    this.#options.transcript.add(this.who, '·', `sends ${description}`);
    this.#tcp.write(bytes);
  }

  /**
   * Resolves to the frame that comes next, in its parts.
   * @param limit how long it may take, in ms, where that is more than usual
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

  /** The next frames are these, in this order. */
  async getsAll(expected: readonly Expected[], why: Why): Promise<Frame[]> {
    const frames: Frame[] = [];
    for (const each of expected) frames.push(await this.gets(each, why));
    return frames;
  }

  /** The next frames are these, in any order. */
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

  /** These frames, and no other, come before the answer to a question asked now. */
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

  /** In plain words, from what came: of a frame that came twice, or to somebody else, "it did not come" would be half the truth. */
  #seen(event: Event | undefined, ...wanted: readonly Expected[]): string | undefined {
    const { transcript } = this.#options;
    if (event && transcript.isRepeated(event)) return `${this.who} got the same frame twice`;
    const elsewhere = transcript.receivers((text) => wanted.some((each) => match(each, text))).filter((who) => who !== this.who);
    return event || elsewhere.length === 0 ? undefined : `it came to ${elsewhere.join(' and ')}, and not to ${this.who}`;
  }

  /** No frame comes before the answer to a question asked now: what the broker was going to send has been sent by then. */
  getsNothing(why: Why): Promise<void> {
    return this.getsOnly([], why);
  }

  /** Resolves to all frames that come before the answer to a question asked now. All its commands have taken effect by then. */
  async settle(): Promise<string[]> {
    return (await this.#untilAnswered()).map(({ text }) => text);
  }

  /**
   * Asks the first question: a session that nothing was sent to gets nothing but its own message, and that once.
   * @param quiet ms without a frame after which a broker that answers pings has nothing to say. One that answers none is busy, and gets all of the patience
   */
  async greet(quiet: number): Promise<void> {
    const isQuiet = this.#hasAnsweredPingsFor(quiet);
    for (let time = 0; time < 2; time++) {
      const [offending] = await this.#untilAnswered(isQuiet);
      if (offending)
        throw failure('a session got a frame that it was not due', {
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

  // The question: a message to oneself on a channel of one's own. Even a broker that answers nothing but messages answers it.
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
    if (this.#isAbandoned) throw new Error('this check is over'); // a check that goes on as if nothing came might do so for ever
    const event = this.#arrived.shift();
    if (event && this.#binary.has(event))
      throw failure(
        {
          message: 'the broker sent a binary message',
          cause: 'send text: most libraries have a function, a flag or a type for each of the two',
        },
        { expected: 'one WebSocket text message for each frame', got: event.text, offending: event },
      );
    return event;
  }

  /** Resolves to the next frame, or to `undefined` when none comes within so many ms: where it is open when one must come. */
  async frameWithin(limit: number): Promise<string | undefined> {
    if (!this.isOpen) await after(limit); // nothing more can come, and whoever asks again and again would stop everything else
    return (await this.#next(limit))?.text;
  }

  /** The next frame that has come already, if one has. */
  taken(): string | undefined {
    return this.#arrived.shift()?.text;
  }

  /** The frames that have come and were not asked for yet; they are taken. */
  take(): string[] {
    return this.#arrived.splice(0).map(({ text }) => text);
  }

  #nothing(): string {
    return this.#code === undefined ? `nothing within ${this.patience / 1000} s` : `the connection closed with ${this.#code}`;
  }

  /**
   * The broker closes the connection, with this code where one is given. Frames that came before are left to be asked for.
   * @param limit how long it may take, in ms, where that is more than usual
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
          ? `it is still open after ${limit / 1000} s${last ? `; last came ${shorten(last.text)}` : ''}`
          : `it was closed with ${got}`,
    });
  }

  /** Stops reading: what is sent to it stays in the buffers on the way. */
  pause(): void {
    this.#options.transcript.add(this.who, '·', 'stops reading');
    this.socket.pause();
  }

  resume(): void {
    this.#options.transcript.add(this.who, '·', 'reads again');
    this.socket.resume();
  }

  /** Resolves to whether the broker has answered a WebSocket ping: then it has had a turn since. */
  async ping(): Promise<boolean> {
    const pong = once(this.socket, 'pong').then(() => true);
    pong.catch(() => {});
    this.socket.ping();
    return (await withinLimit(Promise.race([pong, this.closed.then(() => false)]), this.patience)) ?? false;
  }

  /** Its check is over: what waits for a frame fails, and what is sent goes nowhere. The connection stays. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#wake();
  }

  /** Goes away: with a close frame, by ending the TCP connection without one, or with a TCP reset as a crashed machine would. */
  async leave(how: 'close' | 'end' | 'reset' = 'close'): Promise<void> {
    if (this.#isAbandoned) return;
    this.#options.transcript.add(this.who, '·', { close: 'closes', end: 'hangs up', reset: 'crashes (TCP reset)' }[how]);
    if (how === 'close') this.socket.close();
    else if (how === 'end') this.#tcp.end();
    else this.#tcp.resetAndDestroy();
    await withinLimit(this.closed);
  }
}
