// <sequence-diagram picture='…'>: what happened in a check, drawn as frames between lanes, to be stepped through. The site and the page of
// a failure both use it; it is plain JavaScript, so that a file opened from disk can have it inline.

/** @import { Event, Picture } from '@workshop/checks/transcript' */

const STEP_MS = 900;
/** What is expected may also be told in words, which are no frame to be drawn. */
const FRAME = /^(?:@\S+ )?[A-Z_]+(?::|$)/;

// The text of a row begins at its arrow where it fits, and else moves to the left: the space before it shrinks first.
const STYLE = `
  :host { --paper: light-dark(#fff, #1b1b1f); --quiet: light-dark(#4c535d, #b0b6bd); --edge: light-dark(#8a929c, #6b737d);
    --accent: light-dark(#0b6b74, #6fd3dc); --bad: light-dark(#b3261e, #f2918a); --good: light-dark(#18794e, #3dd68c);
    display: block; margin: 12px 0; font: 13px/1.45 system-ui, sans-serif; color: light-dark(#24282e, #e6e8ea); }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin-bottom: 8px; }
  button { min-width: 34px; padding: 3px 8px; font: inherit; color: inherit; background: none; border: 1px solid var(--edge); border-radius: 6px; cursor: pointer; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  .scroll:focus-visible { outline-offset: -2px; }
  output, .mark { color: var(--quiet); font-variant-numeric: tabular-nums; }
  .scroll { overflow-x: auto; container-type: inline-size; }
  .board { position: relative; min-width: calc(var(--lanes) * 46px); }
  .heads { display: grid; grid-template-columns: repeat(var(--lanes), 1fr); align-items: end; }
  .heads b { justify-self: center; max-width: calc(100% - 6px); padding: 2px 8px; border: 1.5px solid var(--edge); border-radius: 10px; background: var(--paper);
    box-sizing: border-box; line-height: 1.3; text-align: center; overflow-wrap: anywhere; z-index: 1; }
  .heads .broker { border-color: var(--accent); border-radius: 4px; color: var(--accent); }
  .life { position: absolute; inset: 12px auto 0; border-left: 1px dashed light-dark(#a8afb8, #565d66); }
  ol { position: relative; margin: 0; padding: 6px 0 0; list-style: none; }
  li { padding-top: 6px; transition: opacity .2s; }
  li.current { box-shadow: inset 3px 0 var(--accent); }
  li.later { opacity: .2; }
  .mark { width: fit-content; margin: auto; padding: 0 6px; background: var(--paper); }
  .text { display: flex; }
  .text::before { content: ''; flex: 0 99999 calc(var(--left) - 4px); }
  .text > span { position: relative; min-width: 0; padding: 0 4px; background: var(--paper); overflow-wrap: anywhere; }
  .across > .text { justify-content: center; }
  .across > .text::before, .across > .line, .words > .line { display: none; }
  .note, .across { color: var(--quiet); }
  code { font: 12.5px/1.4 var(--vp-font-family-mono, ui-monospace, monospace); }
  .line { position: relative; height: 11px; }
  .line::before { content: ''; position: absolute; top: 5px; left: var(--left); width: var(--span); border-top: 1.5px solid; }
  .line::after { content: ''; position: absolute; top: 1px; left: calc(var(--left) + var(--span)); width: 9px; height: 10px; margin-left: -9px;
    background: currentColor; clip-path: polygon(0 0, 100% 50%, 0 100%); }
  .left .line::after { left: var(--left); margin: 0; clip-path: polygon(100% 0, 0 50%, 100% 100%); }
  .note > .line::before { content: none; }
  .note > .line::after { margin-left: -4px; height: 9px; border-radius: 50%; clip-path: none; }
  .offending, .missing { --paper: light-dark(#fbeceb, #3a2223); padding-bottom: 4px; background: var(--paper); color: var(--bad); }
  .expected { padding-top: 4px; color: var(--good); }
  .expected > .line::before, .missing > .line::before { border-top-style: dashed; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @container (max-width: 30rem) { .heads b { max-width: 100%; padding: 2px 3px; font-size: 12px; } }
  @media (prefers-reduced-motion: reduce) { li { transition: none; } }
`;

class SequenceDiagram extends HTMLElement {
  static observedAttributes = ['picture'];
  /** How many events are shown. */
  #step = 0;
  #rows = /** @type {HTMLElement[]} */ ([]);
  #timer = 0;
  #output = element('output', '');

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
    const { lanes, brokers } = lanesOf(picture);
    this.#rows = picture.events.map((event, at) => rowOf(event, lanes, at === picture.offending ? picture.expected : undefined));
    if (picture.offending === undefined) this.#rows.push(missingRow(picture, lanes));
    const board = element('div', 'board');
    board.style.setProperty('--lanes', String(lanes.length));
    const heads = element('div', 'heads', ...lanes.map((lane) => element('b', brokers.has(lane) ? 'broker' : '', lane)));
    heads.ariaHidden = 'true';
    const lines = lanes.map((_lane, at) => {
      const line = element('div', 'life');
      line.style.left = `${((at + 0.5) / lanes.length) * 100}%`;
      return line;
    });
    const earlier = picture.earlier > 0 ? [element('li', 'mark', `… ${picture.earlier} earlier`)] : [];
    board.append(...lines, heads, element('ol', '', ...earlier, ...this.#rows));
    const scroll = element('div', 'scroll', board);
    scroll.tabIndex = 0;
    scroll.role = 'group';
    scroll.ariaLabel = `Sequence of ${this.#rows.length} events between ${lanes.join(', ')}`;
    root.replaceChildren(element('style', '', STYLE), this.#bar(), scroll);
    this.#show(this.#rows.length);
  }

  #bar() {
    const button = (/** @type {string} */ sign, /** @type {string} */ label, /** @type {() => void} */ work) => {
      const made = /** @type {HTMLButtonElement} */ (element('button', label.toLowerCase(), sign));
      made.type = 'button';
      made.title = label;
      made.ariaLabel = label;
      made.addEventListener('click', work);
      return made;
    };
    return element(
      'div',
      'bar',
      button('|◀', 'First', () => this.#go(1)),
      button('◀', 'Back', () => this.#go(this.#step - 1)),
      button('Play', 'Play', () => this.#play()),
      button('▶', 'Next', () => this.#go(this.#step + 1)),
      button('▶|', 'Last', () => this.#go(this.#rows.length)),
      this.#output,
    );
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return; // the browser's own, such as Alt+← to go back
    const steps = { ArrowRight: this.#step + 1, ArrowLeft: this.#step - 1, Home: 1, End: this.#rows.length };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    const { classList, scrollWidth, clientWidth } = /** @type {Element} */ (event.composedPath()[0]);
    if (step === undefined || (classList.contains('scroll') && scrollWidth > clientWidth)) return; // there, the keys scroll
    event.preventDefault();
    this.#go(step);
  }

  /** @param {number} step */
  #go(step) {
    this.#stop();
    this.#stepTo(step);
  }

  #play() {
    if (this.#timer) return this.#stop();
    this.#stepTo(this.#step >= this.#rows.length ? 1 : this.#step + 1);
    this.#timer = window.setInterval(() => {
      this.#stepTo(this.#step + 1);
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
    const play = /** @type {HTMLElement | null | undefined} */ (this.shadowRoot?.querySelector('button.play'));
    if (play) play.textContent = play.ariaLabel = play.title = this.#timer ? 'Pause' : 'Play';
  }

  /** @param {number} step */
  #show(step) {
    this.#step = Math.min(Math.max(step, 1), this.#rows.length);
    for (const [at, row] of this.#rows.entries()) row.classList.toggle('later', at >= this.#step);
    this.#output.textContent = `${this.#step} of ${this.#rows.length}`;
  }

  /** Shows where the learner is now, and says it to who hears the page. @param {number} step */
  #stepTo(step) {
    this.#show(step);
    for (const [at, row] of this.#rows.entries()) row.classList.toggle('current', at === this.#step - 1);
    const row = this.#rows[this.#step - 1];
    row?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#output.append(element('span', 'unseen', `: ${row?.textContent}`));
  }
}

/** @param {Picture} picture the clients as they come, with the brokers between them; what the grader does stands across all lanes */
function lanesOf({ events }) {
  const brokers = new Set(events.flatMap(({ broker }) => broker ?? []));
  const clients = [...new Set(events.map(({ who }) => who))].filter((who) => !brokers.has(who) && who !== 'grader');
  const half = Math.ceil(clients.length / 2);
  return { lanes: [...clients.slice(0, half), ...brokers, ...clients.slice(half)], brokers };
}

/** @param {Event} event @param {readonly string[]} lanes @param {string} [expected] in its place, where it should not have come */
function rowOf({ who, way, text, broker }, lanes, expected) {
  const [from, to] = way === '→' ? [who, broker] : [broker, who];
  const row = place(element('li', 'row'), lanes, way === '·' ? [who] : [from, to]);
  const said = way === '·' ? `${row.classList.contains('across') ? `${who}: ` : ''}${text}` : element('code', '', text);
  const mark = expected === undefined ? '' : '✗ this should not have come: ';
  row.append(...lineOf(way === '·' ? `${who}: ` : `${from} to ${to}: `, mark, said));
  if (expected === undefined) return row;
  row.classList.add('offending');
  const isFrame = FRAME.test(expected);
  row.append(element('div', isFrame ? 'expected' : 'expected words', ...lineOf('', '✓ expected in its place: ', wanted(expected))));
  return row;
}

/** @param {Picture} picture @param {readonly string[]} lanes */
function missingRow({ events, waiting, expected, got }, lanes) {
  const broker = events.findLast(({ who }) => who === waiting)?.broker;
  const row = place(element('li', 'row missing'), lanes, broker === undefined ? [] : [broker, waiting]);
  row.append(...lineOf('', '✗ expected: ', wanted(expected), ` (there was: ${got})`));
  if (!FRAME.test(expected)) row.classList.add('words');
  return row;
}

/** @param {string} expected */
function wanted(expected) {
  return FRAME.test(expected) ? element('code', '', expected) : expected;
}

/** What a row says, above its arrow. @param {string} unseen what the lanes tell who sees them @param {string} mark @param {(Node | string)[]} said */
function lineOf(unseen, mark, ...said) {
  const parts = [...(mark ? [element('b', '', mark)] : []), ...(unseen ? [element('span', 'unseen', unseen)] : []), ...said];
  return [element('div', 'text', element('span', '', ...parts)), element('div', 'line')];
}

/** Lays a row over its lanes. @param {HTMLElement} row @param {readonly string[]} lanes @param {(string | undefined)[]} ends a note has one */
function place(row, lanes, [from = '', to = from]) {
  const [first, last] = [lanes.indexOf(from), lanes.indexOf(to)];
  row.classList.add(first < 0 || last < 0 ? 'across' : first === last ? 'note' : first < last ? 'right' : 'left');
  row.style.setProperty('--left', `${((Math.min(first, last) + 0.5) / lanes.length) * 100}%`);
  row.style.setProperty('--span', `${(Math.abs(first - last) / lanes.length) * 100}%`);
  return row;
}

/** @param {string} name @param {string} className @param {(Node | string)[]} children */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

if (!customElements.get('sequence-diagram')) customElements.define('sequence-diagram', SequenceDiagram);
