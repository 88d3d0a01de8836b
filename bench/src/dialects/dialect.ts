// What a load must know of a broker's protocol: bytes to send, and how many bytes come back. Nothing is decoded while it is measured.

import type { Socket } from 'node:net';

/** The body of every message. */
export const BODY = 'x'.repeat(64);

export interface Dialect {
  /** Resolves when the broker has let a new client in. @throws {Error} with what it said instead */
  open(url: URL): Promise<Socket>;
  subscribe(channels: readonly string[]): Buffer;
  /** Whether this answer to `subscribe`, from its first byte on, says that all of it has taken effect. */
  hasJoined(answer: string, channels: readonly string[]): boolean;
  /** A message with `BODY`. */
  publish(channel: string): Buffer;
  /** How long that message is on its way to a subscriber. */
  deliveryBytes(channel: string): number;
  /** How long the answer is that the publisher gets besides, if there is one. */
  answerBytes?(subscribers: number): number;
  /** What a broker asks now and then, and has to be answered. */
  readonly heartbeat?: { readonly ask: string; readonly answer: string };
}

/** Resolves with what came, as soon as it is enough. @throws {Error} when the connection ends before */
export function hear(socket: Socket, isEnough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (isEnough(text)) settle(() => resolve(text));
    };
    const fail = () => settle(() => reject(new Error(`the broker hung up after ${JSON.stringify(text)}`)));
    const settle = (end: () => void) => {
      socket.off('data', take).off('close', fail);
      end();
    };
    socket.on('data', take).on('close', fail);
  });
}
