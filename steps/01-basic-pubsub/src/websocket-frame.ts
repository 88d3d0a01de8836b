// A text as a WebSocket frame, in bytes.

// #region encode
/** Makes a whole text frame, unmasked as servers send it (RFC 6455 §5.2). `ws` would encode it again for each reader. */
export function encodeText(text: string): Uint8Array {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x81; // a text, in a single fragment
  if (header === 2) frame[1] = length;
  else if (header === 4) frame.writeUInt16BE(length, frame.writeUInt8(126, 1));
  else frame.writeBigUInt64BE(BigInt(length), frame.writeUInt8(127, 1));
  frame.write(text, header);
  return frame;
}
// #endregion encode
