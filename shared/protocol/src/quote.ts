// Other people's text in our messages.

/**
 * The start of `text` in quotes, on one line: a client may send 64 KiB of nonsense, or a line break to forge a log line.
 * @param limit characters; few where the text may be anything, such as a token that was sent without its verb (P4-14)
 */
export function quote(text: string, limit = 40): string {
  return JSON.stringify(text.length > limit ? `${text.slice(0, limit)}…` : text);
}
