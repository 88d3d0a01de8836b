// Other people's text in our messages.

/** The start of `text` in quotes, on one line: a client may send 64 KiB of nonsense, or a line break to forge a log line. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
