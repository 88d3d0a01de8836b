// Patterns of channels: `*` stands for one word, `#` for any number of words, none included (P7-1).

const PATTERN = /^(?:[A-Za-z0-9_-]+|[*#])(?:\.(?:[A-Za-z0-9_-]+|[*#]))*$/;
const MAX_CHANNEL = 255;
/** A word that stands in no pattern: what matches it in a place matches any word there. */
const ANY = '';

/**
 * Whether it is a pattern, and no channel.
 * @param {string} text
 */
export function isPattern(text) {
  return text.length <= MAX_CHANNEL && /[*#]/.test(text) && PATTERN.test(text);
}

/**
 * Whether a list of a token allows to publish there. `#` and `*` are for channels: they cover no user (P6-7).
 * @param {string[] | undefined} patterns absent: anything
 * @param {string} target a channel or `@user`, either with `@broker` behind it
 */
export function allows(patterns, target) {
  if (!patterns) return true;
  if (target.startsWith('@')) return patterns.includes(target) || patterns.includes('@*');
  const [channel = ''] = target.split('@');
  return patterns.some((pattern) => matches(pattern, channel));
}

/**
 * Whether a list of a token allows to read a channel, or all the channels of a pattern: one of the list must cover it (P7-5).
 * @param {string[] | undefined} patterns absent: anything
 * @param {string} name
 */
export function allowsToRead(patterns, name) {
  return !patterns || patterns.some((pattern) => covers(pattern, name));
}

/**
 * @param {string} pattern
 * @param {string} channel
 */
export function matches(pattern, channel) {
  const parts = pattern.split('.');
  return channel.split('.').reduce((reached, word) => step(parts, reached, word), start(parts))[parts.length] === true;
}

/**
 * Whether every channel that `name` stands for is one of the pattern's.
 * @param {string} pattern
 * @param {string} name
 */
function covers(pattern, name) {
  const parts = pattern.split('.');
  const [words, known] = [name.split('.'), new Set()];
  /** @type {(at: number, reached: boolean[], isChannel: boolean) => boolean} */
  const holds = (at, reached, isChannel) => {
    const state = `${at} ${reached.map(Number).join('')} ${isChannel}`;
    if (known.has(state)) return true; // being looked at
    known.add(state);
    const word = words[at];
    if (word === undefined) return !isChannel || reached[parts.length] === true; // no channel is empty
    if (word !== '#') return holds(at + 1, step(parts, reached, word === '*' ? ANY : word), true);
    return holds(at + 1, reached, isChannel) && holds(at, step(parts, reached, ANY), true);
  };
  return holds(0, start(parts), false);
}

/**
 * Which places of a pattern are reached before the first word. Place n is behind its first n words.
 * @param {string[]} parts
 */
function start(parts) {
  return skip(parts, [true, ...parts.map(() => false)]);
}

/**
 * Which places are reached with one word more.
 * @param {string[]} parts
 * @param {boolean[]} reached
 * @param {string} word
 */
function step(parts, reached, word) {
  const stays = reached.map((is, at) => is && parts[at] === '#');
  const moves = reached.map((_is, at) => at > 0 && reached[at - 1] === true && (parts[at - 1] === '*' || parts[at - 1] === word));
  return skip(
    parts,
    stays.map((is, at) => is || moves[at] === true),
  );
}

/**
 * A `#` may stand for nothing: what is behind it is reached as well.
 * @param {string[]} parts
 * @param {boolean[]} reached
 */
function skip(parts, reached) {
  const all = [...reached];
  for (const [at, part] of parts.entries()) if (part === '#' && all[at]) all[at + 1] = true;
  return all;
}
