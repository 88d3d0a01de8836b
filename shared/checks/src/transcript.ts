// What happened in a check, in order: the stuff that failure stories are made of.

import type { FailureParts } from './check.ts';

export interface Event {
  readonly who: string;
  /** A frame to the broker, a frame from it, or something else that was done or seen. */
  readonly way: '→' | '←' | '·';
  readonly text: string;
  /** The broker that the client is connected to. */
  readonly broker?: string | undefined;
}

/** What happened up to a failure, ready to be drawn: lanes, frames between them, and what was expected. */
export interface Picture {
  readonly events: readonly Event[];
  /** How many events are left out: earlier ones and, in a storm, those of others. */
  readonly earlier: number;
  /** The index of the frame that should not have come. */
  readonly offending?: number;
  /** The client that waited for what did not come. */
  readonly waiting?: string;
  readonly expected: string;
  readonly got: string;
}

const LINES = 14;
/** Of more events than these, the last few may all be of others than the client whose frame is wrong. */
const STORM = 300;
const EXCERPT_LINES = 12;
/** Characters that would move a terminal's cursor, or show as nothing. */
const CONTROL = /\p{Cc}/gu;
const LINE_LENGTH = 100;
/** A JSON Web Token at the end of a line. Its first few characters are enough to recognize it by. */
const TOKEN = /\beyJ[\w-]+\.[\w-]*\.[\w-]*$/;
const TOKEN_LENGTH = 12;

export class Transcript {
  readonly #events: Event[] = [];
  #isEnded = false;

  add(who: string, way: Event['way'], text: string, broker?: string): Event {
    const event = { who, way, text, broker };
    if (!this.#isEnded) this.#events.push(event);
    return event;
  }

  /** The verdict is known: from now on the grader only tidies up, and that is no part of the story. */
  end(): void {
    this.#isEnded = true;
  }

  /** How much has happened. */
  get length(): number {
    return this.#events.length;
  }

  /** Whether the frame that the same client got right before it was identical. */
  isRepeated(event: Event): boolean {
    const before = this.#events.slice(0, this.#events.indexOf(event)).findLast(({ who, way }) => way === '←' && who === event.who);
    return before?.text === event.text;
  }

  /** Who got such a frame. */
  receivers(isWanted: (text: string) => boolean): string[] {
    return [...new Set(this.#events.filter(({ way, text }) => way === '←' && isWanted(text)).map(({ who }) => who))];
  }

  /** What was seen, where something failed inside the broker. */
  fault({ got, printed = '' }: { readonly got: string; readonly printed?: string | undefined }): string | undefined {
    const isInternal = [got, ...this.#events.map(({ text }) => text)].some((text) => /^(?:@[^ ]* )?ERROR:INTERNAL/.test(text));
    return isInternal
      ? `something failed inside the broker: ERROR:INTERNAL${printed ? '' : ', and it printed nothing about that'}`
      : undefined;
  }

  /**
   * The last events up to the offending one, which is marked, and a few after it: one on each line, with its parts in columns. In a
   * storm, only those of the client that got it.
   */
  format(offending?: Event): string {
    const { earlier, events } = this.#shown(offending);
    const hasSeveralBrokers = new Set(events.flatMap(({ broker }) => broker ?? [])).size > 1;
    const rows = events.map(({ who, way, broker = '' }) => [who, way, hasSeveralBrokers && way !== '·' ? broker : '']);
    const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
    const lines = events.map((event, at) => {
      const columns = widths.flatMap((width, column) => (width > 0 ? [(rows[at]?.[column] ?? '').padEnd(width)] : []));
      return `${event === offending ? '▶' : ' '} ${columns.join(' ')} ${shorten(event.text)}`;
    });
    if (earlier > 0) lines.unshift(`  … ${earlier} earlier`);
    return lines.join('\n');
  }

  /** The same events as a picture; `undefined` where no frame was sent. */
  picture(parts: Pick<FailureParts, 'offending' | 'waiting' | 'expected' | 'got'>): Picture | undefined {
    const { offending, waiting, expected, got } = parts;
    const { earlier, events } = this.#shown(offending);
    if (events.every(({ way }) => way === '·')) return undefined;
    const at = offending ? events.indexOf(offending) : -1;
    const shown = events.map((event) => ({ ...event, text: shorten(event.text) }));
    const where = at >= 0 ? { offending: at } : waiting !== undefined && { waiting };
    return { events: shown, earlier, ...where, expected: shorten(expected), got: shorten(got) };
  }

  #shown(offending: Event | undefined): { readonly earlier: number; readonly events: readonly Event[] } {
    const found = offending ? this.#events.indexOf(offending) : -1;
    const last = found < 0 ? this.#events.length : Math.min(this.#events.length, found + 3);
    const before = this.#events.slice(0, last);
    const isStorm = offending !== undefined && last > STORM;
    const events = (isStorm ? before.filter(({ who, way }) => who === offending.who || way === '·') : before).slice(-LINES);
    return { earlier: last - events.length, events };
  }
}

/** The lines of an output, each cut to a readable length; of many, the first and the last few, as either may hold the reason. */
export function excerpt(text: string, length = LINE_LENGTH): string {
  const lines = text.trimEnd().split('\n');
  const half = EXCERPT_LINES / 2;
  const shown = lines.length <= EXCERPT_LINES ? lines : [...lines.slice(0, half), '…', ...lines.slice(-half)];
  return shown.map((line) => shorten(line.replaceAll('\t', '  '), length)).join('\n');
}

/** A text on one line, cut to a readable length. */
export function shorten(text: string, length = LINE_LENGTH): string {
  const line = text.replace(CONTROL, (character) => JSON.stringify(character).slice(1, -1));
  const token = TOKEN.exec(line);
  const end = Math.min(length, token ? token.index + TOKEN_LENGTH : length);
  return line.length <= end ? line : `${line.slice(0, end)}… (${text.length} characters)`;
}
