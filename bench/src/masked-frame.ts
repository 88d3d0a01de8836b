// A frame as a client sends it. It is encoded once, because the client's cost must not be measured.

/** A text frame of less than 64 KiB, masked with zeros (RFC 6455 §5.3): the text stands in it as it is. */
export function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 0xffff) throw new RangeError(`${payload.length} bytes: this writes frames of 65535 at most`);
  const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 0xff];
  const [first = 0, ...more] = length;
  return Buffer.concat([Buffer.from([0x81, 0x80 | first, ...more, 0, 0, 0, 0]), payload]);
}
