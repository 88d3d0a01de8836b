// A frame as a client sends it, encoded once: what the client costs is not what is measured.

/** A text frame of less than 126 bytes, masked with zeros (RFC 6455 §5.3): the text stands in it as it is. */
export function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new RangeError(`${payload.length} bytes: a short frame has 125 at most`);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
