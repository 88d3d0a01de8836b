// Patterns of channels, as tokens have them: `*` stands for one word, `#` for any number of words, none included.

/**
 * Whether a list of a token covers a channel, or from stage 05 on a user. `#` and `*` are for channels: they cover no user (P6-7).
 * @param {string[] | undefined} patterns absent: anything
 * @param {string} target
 */
export function allows(patterns, target) {
  if (!patterns) return true;
  if (target.startsWith('@')) return patterns.includes(target) || patterns.includes('@*');
  return patterns.some((pattern) => matches(pattern.split('.'), target.split('.')));
}

/**
 * From the end of the pattern to its start: for each place in the channel, whether the rest of the one fits the rest of the other.
 * @param {string[]} pattern
 * @param {string[]} words
 */
function matches(pattern, words) {
  let fits = [...words.map(() => false), true];
  for (const part of pattern.toReversed()) {
    fits =
      part === '#'
        ? fits.map((_fits, at) => fits.includes(true, at))
        : fits.map((_fits, at) => isWord(part, words[at]) && fits[at + 1] === true);
  }
  return fits[0] === true;
}

/**
 * @param {string} part
 * @param {string | undefined} word
 */
function isWord(part, word) {
  return word !== undefined && (part === '*' || part === word);
}
