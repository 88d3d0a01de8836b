// Markdown that is written by the build, not by hand.

/** @param rows their cells are Markdown */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Escapes the characters that mean something in Markdown. */
export function verbatim(text: string): string {
  return text.replaceAll(/[\\`*_<>|[\]]/g, '\\$&');
}
