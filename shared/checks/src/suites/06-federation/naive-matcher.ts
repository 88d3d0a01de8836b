// Patterns by the rule alone, word by word. Too slow for a broker, and too short to be wrong.

/** Whether a pattern matches a channel (P7-1). */
export function matches(pattern: string, channel: string): boolean {
  return matchWords(pattern.split('.'), channel.split('.'));
}

function matchWords([first, ...rest]: readonly string[], words: readonly string[]): boolean {
  if (first === undefined) return words.length === 0;
  if (first === '#') return matchWords(rest, words) || (words.length > 0 && matchWords(['#', ...rest], words.slice(1)));
  return words.length > 0 && (first === '*' || first === words[0]) && matchWords(rest, words.slice(1));
}
