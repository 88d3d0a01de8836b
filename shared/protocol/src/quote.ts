// Puts other people's text into our messages.

/** Characters that look like a space, or like nothing. JSON escapes control characters, but not these. */
const INVISIBLE = /[\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const NAMES: Readonly<Record<string, string>> = { FEFF: ' byte order mark', A0: ' no-break space', '200B': ' zero-width space' };

/**
 * The start of `text` in quotes, on one line: a client may send 64 KiB of nonsense, or a line break to forge a log line. An invisible
 * character is named, such as `<U+FEFF byte order mark>`.
 * @param limit how many characters to show: few if the text may be anything, such as a token that was sent without its verb (P4-14)
 */
export function quote(text: string, limit = 40): string {
  const start = JSON.stringify(text.length > limit ? `${text.slice(0, limit)}…` : text);
  return start.replaceAll(INVISIBLE, (character) => {
    const code = character.codePointAt(0)?.toString(16).toUpperCase() ?? '';
    return `<U+${code.padStart(4, '0')}${NAMES[code] ?? ''}>`;
  });
}
