// <sequence-diagram picture='…'>: what happened in a check, drawn as frames between lanes, to be stepped through. The site and the page of
// a failure both use it; it is plain JavaScript, so that a file opened from disk can have it inline.

/**
 * @typedef {object} PictureEvent
 * @property {string} who the client
 * @property {'→' | '←' | '·'} way to the broker, from it, or something that was done or seen
 * @property {string} text
 * @property {string} [broker] which one, where there are several
 *
 * @typedef {object} Picture
 * @property {readonly PictureEvent[]} events in the order in which they happened
 * @property {number} earlier how many are left out before them
 * @property {number} [offending] the index of the frame that should not have come
 * @property {string} [who] the client that waited
 * @property {string} expected
 * @property {string} got
 */

const STEP_MS = 900;
const BROKER = 'broker';
/** What is expected may also be told in words. */
const FRAME = /^(?:@\S+ )?[A-Z_]+(?::|$)/;

const STYLE = `
  :host { display: block; margin: 12px 0; font: 13px/1.45 var(--vp-font-family-base, system-ui, sans-serif); color: var(--vp-c-text-1, light-dark(#24282e, #e6e8ea)); }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin-bottom: 8px; }
  button { min-width: 34px; padding: 3px 8px; font: inherit; color: inherit; background: none; border: 1px solid light-dark(#8a929c, #6b737d); border-radius: 6px; cursor: pointer; }
  button:disabled { opacity: .4; cursor: default; }
  button:focus-visible, .scroll:focus-visible { outline: 2px solid var(--vp-c-brand-1, light-dark(#0b6b74, #6fd3dc)); outline-offset: 2px; }
  output { color: var(--vp-c-text-2, light-dark(#4c535d, #b0b6bd)); font-variant-numeric: tabular-nums; }
  .scroll { overflow-x: auto; }
  .board { position: relative; min-width: calc(var(--lanes) * 118px); }
  .heads, .row { display: grid; grid-template-columns: repeat(var(--lanes), 1fr); }
  .heads b { justify-self: center; padding: 2px 10px; border: 1px solid light-dark(#8a929c, #6b737d); border-radius: 6px; background: light-dark(#fff, #1b1b1f); z-index: 1; }
  .life { position: absolute; top: 28px; bottom: 0; width: 0; border-left: 1px dashed light-dark(#a8afb8, #565d66); }
  ol { position: relative; margin: 0; padding: 6px 0 0; list-style: none; }
  .frame { padding-top: 6px; transition: opacity .2s; }
  .frame code { display: block; padding: 0 12px; font: 12px/1.4 var(--vp-font-family-mono, ui-monospace, monospace); overflow-wrap: anywhere; text-align: center; }
  .frame code span { background: light-dark(#fffe, #1b1b1fe6); padding: 0 3px; }
  .line { position: relative; height: 9px; margin: 0 calc(50% / var(--span)); }
  .line::before { content: ''; position: absolute; inset: 4px 0 auto; border-top: 1.5px solid currentColor; }
  .line::after { content: ''; position: absolute; top: 0; border: 4.5px solid transparent; }
  .right .line::after { right: -1px; border-left: 8px solid currentColor; border-right: 0; }
  .left .line::after { left: -1px; border-right: 8px solid currentColor; border-left: 0; }
  .note { justify-self: center; margin: 5px 4px; padding: 1px 8px; border-radius: 6px; background: light-dark(#eef0f2, #2b2f36); text-align: center; overflow-wrap: anywhere; }
  .offending { color: var(--vp-c-red-1, light-dark(#b8272c, #f66f81)); font-weight: 600; }
  .expected .line::before { border-top-style: dashed; }
  .expected { color: var(--vp-c-green-1, light-dark(#18794e, #3dd68c)); }
  .mark { display: block; text-align: center; font-size: 12px; }
  .later { opacity: .2; }
  @media (prefers-reduced-motion: reduce) { .frame { transition: none; } }
`;

class SequenceDiagram extends HTMLElement {
  static observedAttributes = ['picture'];
  /** How many events are shown. */
  #step = 0;
  #rows = /** @type {HTMLElement[]} */ ([]);
  #timer = 0;

  constructor() {
    super();
    this.addEventListener('keydown', (event) => this.#press(event));
  }

  connectedCallback() {
    this.#draw();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#draw();
  }

  #draw() {
    this.#stop();
    const text = this.getAttribute('picture');
    if (!text) return;
    const picture = /** @type {Picture} */ (JSON.parse(text));
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const lanes = lanesOf(picture);
    const rows = picture.events.map((event, at) => rowOf(event, lanes, at === picture.offending));
    const board = element('div', 'board');
    board.style.setProperty('--lanes', String(lanes.length));
    const heads = element('div', 'heads');
    heads.append(...lanes.map((lane) => element('b', '', lane)));
    heads.setAttribute('aria-hidden', 'true');
    const lines = lanes.map((_lane, at) => {
      const line = element('div', 'life');
      line.style.left = `${((at + 0.5) / lanes.length) * 100}%`;
      return line;
    });
    const list = element('ol', '');
    if (picture.earlier > 0) list.append(element('li', 'mark', `${picture.earlier} earlier`));
    list.append(...rows, expectedRow(picture, lanes));
    board.append(...lines, heads, list);
    const scroll = element('div', 'scroll');
    scroll.tabIndex = 0;
    scroll.setAttribute('role', 'group');
    scroll.setAttribute('aria-label', `Sequence of ${rows.length} events between ${lanes.join(', ')}`);
    scroll.append(board);
    this.#rows = [...list.querySelectorAll('li')].filter((row) => row.classList.contains('row'));
    root.replaceChildren(element('style', '', STYLE), this.#bar(), scroll);
    this.#show(this.#rows.length);
  }

  #bar() {
    const bar = element('div', 'bar');
    const button = (/** @type {string} */ sign, /** @type {string} */ label, /** @type {() => void} */ work) => {
      const made = /** @type {HTMLButtonElement} */ (element('button', label.toLowerCase(), sign));
      made.type = 'button';
      made.title = label;
      made.setAttribute('aria-label', label);
      made.addEventListener('click', work);
      return made;
    };
    bar.append(
      button('|◀', 'First', () => this.#go(1)),
      button('◀', 'Back', () => this.#go(this.#step - 1)),
      button('Play', 'Play', () => this.#play()),
      button('▶', 'Next', () => this.#go(this.#step + 1)),
      button('▶|', 'Last', () => this.#go(this.#rows.length)),
      element('output', ''),
    );
    return bar;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const steps = { ArrowRight: this.#step + 1, ArrowLeft: this.#step - 1, Home: 1, End: this.#rows.length };
    if (/** @type {Element} */ (event.composedPath()[0]).classList.contains('scroll')) return; // the keys scroll it
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (step === undefined) return;
    event.preventDefault();
    this.#go(step);
  }

  /** @param {number} step */
  #go(step) {
    this.#stop();
    this.#show(step);
  }

  #play() {
    if (this.#timer) return this.#stop();
    if (this.#step >= this.#rows.length) this.#show(1);
    this.#timer = window.setInterval(() => {
      this.#show(this.#step + 1);
      if (this.#step >= this.#rows.length) this.#stop();
    }, STEP_MS);
    this.#label();
  }

  #stop() {
    window.clearInterval(this.#timer);
    this.#timer = 0;
    this.#label();
  }

  #label() {
    const play = this.shadowRoot?.querySelector('button.play');
    if (play) play.textContent = this.#timer ? 'Pause' : 'Play';
  }

  /** @param {number} step */
  #show(step) {
    this.#step = Math.min(Math.max(step, 1), this.#rows.length);
    for (const [at, row] of this.#rows.entries()) row.classList.toggle('later', at >= this.#step);
    const output = this.shadowRoot?.querySelector('output');
    if (output) output.textContent = `${this.#step} of ${this.#rows.length}`;
  }
}

/** @param {Picture} picture @returns {string[]} the clients as they come, with the brokers between them */
function lanesOf({ events }) {
  const clients = [...new Set(events.filter(({ way }) => way !== '·').map(({ who }) => who))];
  const brokers = [...new Set(events.filter(({ way }) => way !== '·').map(({ broker = BROKER }) => broker))];
  const half = Math.ceil(clients.length / 2);
  const lanes = [...clients.slice(0, half), ...(brokers.length > 0 ? brokers : [BROKER]), ...clients.slice(half)];
  return [...new Set([...lanes, ...events.map(({ who }) => who)])];
}

/** @param {PictureEvent} event @param {readonly string[]} lanes @param {boolean} isOffending */
function rowOf({ who, way, text, broker = BROKER }, lanes, isOffending) {
  const row = element('li', 'row');
  const own = lanes.indexOf(who);
  if (way === '·') {
    const note = element('div', 'note frame', text);
    note.style.gridColumn = String(own + 1);
    row.append(note);
    return row;
  }
  row.append(arrow(own, lanes.indexOf(broker), way === '→', text));
  row.setAttribute('aria-label', way === '→' ? `${who} sends ${text}` : `${who} gets ${text}`);
  if (isOffending) {
    row.classList.add('offending');
    row.firstElementChild?.append(element('span', 'mark', '✗ this should not have come'));
  }
  return row;
}

/** @param {Picture} picture @param {readonly string[]} lanes */
function expectedRow({ events, offending, who, expected, got }, lanes) {
  const row = element('li', 'row expected');
  const last = events[offending ?? -1] ?? events.findLast((event) => event.way !== '·' && event.who === (who ?? event.who));
  const own = Math.max(0, lanes.indexOf(who ?? last?.who ?? ''));
  const mark = element('span', 'mark', offending === undefined ? `✓ expected; there was: ${got}` : '✓ expected in its place');
  if (FRAME.test(expected)) {
    const frame = arrow(own, lanes.indexOf(last?.broker ?? BROKER), false, expected);
    frame.append(mark);
    row.append(frame);
  } else {
    const note = element('div', 'note frame', expected);
    note.style.gridColumn = '1 / -1';
    note.append(mark);
    row.append(note);
  }
  return row;
}

/** @param {number} own the client's lane @param {number} broker @param {boolean} isToBroker @param {string} text */
function arrow(own, broker, isToBroker, text) {
  const [first, last] = [Math.min(own, broker), Math.max(own, broker)];
  const frame = element('div', `frame ${isToBroker === own < broker ? 'right' : 'left'}`);
  frame.style.gridColumn = `${first + 1} / ${last + 2}`;
  frame.style.setProperty('--span', String(last - first + 1));
  const code = element('code', '');
  code.append(element('span', '', text));
  frame.append(code, element('div', 'line'));
  return frame;
}

/** @param {string} name @param {string} className @param {string} [text] */
function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

if (!customElements.get('sequence-diagram')) customElements.define('sequence-diagram', SequenceDiagram);
