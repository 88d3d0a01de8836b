// The steps of the exercise: what each must reach, and its hints, from the idea over the place to the code.

export interface Step {
  readonly title: string;
  /** The ratio to the plain loop from which the step counts as reached: below what the step gives, above what comes before it. */
  readonly floor: number;
  readonly hints: readonly [idea: string, place: string, code: string];
}

export const STEPS: readonly Step[] = [
  {
    title: 'past ws',
    // Encoded once, it is about 1.2, and past `ws` from 1.4 to 1.7.
    floor: 1.3,
    hints: [
      'every subscriber gets the same bytes. A frame from a server has no mask, so the whole frame can be made once for each packet, and written straight to the socket',
      'a packet is one object for all its subscribers, and has a property `bytes` for what was made of it. In `send`, fill it if it is empty, and write it with `this.socket.write` instead of `this.websocket.send`',
      `    packet.bytes ??= encodeText(formatFrame(packet.frame));
    if (this.canWrite()) this.socket.write(packet.bytes);
where encodeText returns a Buffer: one byte 0x81, the length in bytes, and the text. Up to 125 bytes, the length is one byte; up to 65,535, it is the byte 126 and then two bytes; beyond that, the byte 127 and then eight.`,
    ],
  },
  {
    title: 'one write a turn',
    // With a write for each message it is below 2, and with one write a turn it is from 13 to 30.
    floor: 5,
    hints: [
      'the system call costs most. TCP carries bytes, not messages: gather the frames of each session, and write them together when the turn of the event loop is over',
      '`send` only adds the bytes to an array of the session. A list of its own, outside the class, holds the sessions that have something to write, and `setImmediate` goes through it once a turn. `close` must write what waits before it closes',
      `    const waiting = this.#frames.push(packet.bytes);
    if (waiting === 1 && unwritten.push(this) === 1) setImmediate(writeAll);
and writeAll empties \`unwritten\`, and calls for each session
    flush(): void {
      const frames = this.#frames;
      this.#frames = [];
      if (frames.length > 0 && this.canWrite()) this.socket.write(Buffer.concat(frames));
    }
    override close(code: CloseCode, reason: string): void {
      this.flush();
      super.close(code, reason);
    }`,
    ],
  },
];
