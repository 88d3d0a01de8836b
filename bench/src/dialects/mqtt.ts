// MQTT 3.1.1 with QoS 0, for mosquitto and aedes.

import { connect } from 'node:net';
import { BODY, type Dialect, hear } from './dialect.ts';

const CONNECT = 0x10;
const PUBLISH = 0x30;
const SUBSCRIBE = 0x82;
const SUBACK = '\x90';

/** A clean session with a keep-alive of 0, which is none, and an empty client id: the broker gives one. */
const HELLO = packet(CONNECT, text('MQTT'), Buffer.from([4, 2, 0, 0]), text(''));
/** A SUBSCRIBE's number, which its SUBACK repeats. */
const NUMBER = Buffer.from([0, 1]);
const QOS = Buffer.from([0]);

export const mqtt: Dialect = {
  async open(url) {
    const socket = connect(Number(url.port), url.hostname).setNoDelay();
    socket.write(HELLO);
    const answer = await hear(socket, (heard) => heard.length >= 4);
    if (answer !== '\x20\x02\x00\x00') throw new Error(`the broker refused with CONNACK ${answer.charCodeAt(3)}`);
    return socket;
  },
  subscribe: (channels) => packet(SUBSCRIBE, NUMBER, ...channels.flatMap((channel) => [text(channel), QOS])),
  hasJoined: (answer, channels) => answer.startsWith(SUBACK) && answer.length >= 4 + channels.length,
  publish,
  // The same packet.
  deliveryBytes: (channel) => publish(channel).length,
};

function publish(channel: string): Buffer {
  return packet(PUBLISH, text(channel), Buffer.from(BODY));
}

/** MQTT 3.1.1 §2.2: a byte for the type, the length of the rest, the rest. */
function packet(type: number, ...parts: readonly Buffer[]): Buffer {
  const rest = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type, ...lengthOf(rest.length)]), rest]);
}

/** §2.2.3: 7 bits a byte, the lowest first, and a bit that says whether there is more. */
function lengthOf(length: number): number[] {
  return length < 128 ? [length] : [(length % 128) | 128, ...lengthOf(Math.floor(length / 128))];
}

/** §1.5.3: two bytes for the length. */
function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([value.length >> 8, value.length & 0xff]), Buffer.from(value)]);
}
