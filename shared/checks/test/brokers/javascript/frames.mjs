// Frames as text and in their parts: `[@tags ]VERB[:target[:body]]` (P1-1 to P1-12).

/**
 * @typedef {object} Frame
 * @property {string} verb
 * @property {string} [target] absent where it is missing or empty
 * @property {string} [body]
 * @property {Map<string, string>} [tags] absent where there are none, or bad ones
 * @property {string} [label] comes back in the answer
 * @property {Refusal} [refusal] what is wrong with it as a frame
 */

const VERB = /^[A-Z_]+$/;
const KEY = /^[a-z-]+$/;
const IDENTIFIER = /^[A-Za-z0-9_.-]{1,64}$/;
const CURSOR = /^\d{1,15}$/;
const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const CHANNEL = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const MAX_CHANNEL = 255;
const FIRST_STAGE_WITH_TAGS = 2;

const FOR_THE_BROKER_TO_SET = new Set(['seq', 'time', 'from', 'origin', 'dup', 'recovered', 'last', 'more']);
const GRAMMAR = { id: IDENTIFIER, label: IDENTIFIER, since: CURSOR };

/** A "no" to one command, told to its session as `ERROR:<code>:<text>`. */
export class Refusal extends Error {
  /**
   * @param {string} code
   * @param {string} text for a person
   */
  constructor(code, text) {
    super(text);
    this.code = code;
  }
}

/**
 * Never throws: a frame that cannot be understood comes back with its refusal.
 * @param {string} message
 * @param {number} stage
 * @returns {Frame}
 */
export function parseFrame(message, stage) {
  let text = message.replace(/\r?\n$/, ''); // one, as clients in a terminal add it
  /** @type {Map<string, string> | undefined} */
  let tags;
  if (text.startsWith('@')) {
    const space = text.indexOf(' ');
    const list = space < 0 ? text.slice(1) : text.slice(1, space);
    text = space < 0 ? '' : text.slice(space + 1);
    if (stage >= FIRST_STAGE_WITH_TAGS) {
      tags = new Map();
      const refusal = readTags(list, tags);
      if (refusal) return { verb: '', refusal, ...labelOf(tags) };
    }
  }
  const [verb = '', target] = text.split(':', 2);
  const second = text.indexOf(':', verb.length + 1);
  return {
    verb,
    ...(target ? { target } : {}),
    ...(target !== undefined && second >= 0 ? { body: text.slice(second + 1) } : {}),
    ...(tags ? { tags, ...labelOf(tags) } : {}),
    ...(VERB.test(verb) ? {} : { refusal: new Refusal('BAD_FRAME', 'a frame starts with a verb of A-Z and _, as in SUBSCRIBE:news') }),
  };
}

/**
 * @param {string} list
 * @param {Map<string, string>} tags where they go, as far as they are good
 * @returns {Refusal | undefined}
 */
function readTags(list, tags) {
  let refusal;
  for (const tag of list.split(';')) {
    const [key = ''] = tag.split('=', 1);
    if (!KEY.test(key)) refusal = new Refusal('BAD_FRAME', 'tags are key=value with ; between and a space behind; a key is of a-z and -');
    else if (FOR_THE_BROKER_TO_SET.has(key)) refusal = new Refusal('BAD_FRAME', `the tag ${key} is for the broker to set`);
    else tags.set(key, tag.slice(key.length + 1));
  }
  for (const [key, grammar] of Object.entries(GRAMMAR)) {
    const value = tags.get(key);
    if (value !== undefined && !grammar.test(value)) refusal = new Refusal('BAD_FRAME', `the tag ${key} cannot have this value`);
  }
  return refusal;
}

/**
 * @param {Map<string, string>} tags
 * @returns {{ label?: string }}
 */
function labelOf(tags) {
  const label = tags.get('label');
  return label !== undefined && IDENTIFIER.test(label) ? { label } : {};
}

/**
 * @param {Record<string, string | number | undefined>} tags those without a value are left out
 * @param {string[]} parts
 */
export function formatFrame(tags, ...parts) {
  const list = Object.entries(tags).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  return (list.length > 0 ? `@${list.join(';')} ` : '') + parts.join(':');
}

/** @param {string} text */
export function isChannel(text) {
  return text.length <= MAX_CHANNEL && CHANNEL.test(text);
}

/**
 * Whether it can be the name of a user.
 * @param {unknown} text
 * @returns {text is string}
 */
export function isName(text) {
  return typeof text === 'string' && NAME.test(text);
}
