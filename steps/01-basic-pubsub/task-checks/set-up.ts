// Channels and three clients without sockets, for the task checks of this stage.

import { FakeClient } from '01-basic-pubsub/test';
import { wrong } from '@workshop/cli/task-checks';
import { inspect } from 'node:util';
import { Broker } from '#core';
import { Channels, type Subscriber } from '#pubsub';
import type { Packet } from '#session';

export class Client extends FakeClient implements Subscriber {
  declare channels?: Set<string>;
  readonly name: string;
  readonly packets: Packet[] = [];

  constructor(broker: Broker, name: string) {
    super(broker);
    this.name = name;
  }

  override send(packet: Packet): void {
    const { frame }: Partial<Packet> = packet;
    if (!frame)
      throw wrong(
        'what session.send was given is not a packet',
        "{ frame: { verb: 'MSG', … } }",
        inspect(packet),
        'a packet has the frame in it',
      );
    this.packets.push(packet);
    super.send(packet);
  }
}

export class Watched extends Channels {
  /** Who reads a channel, by name: a session that is there twice is named twice. */
  names(channel: string): string[] {
    return Array.from(this.readers(channel), (session) => (session instanceof Client ? session.name : 'somebody else'));
  }

  /** Whether the table has an entry for a channel. All those without one share one empty Set. */
  hasEntry(channel: string): boolean {
    return this.readers(channel) !== this.readers('that nobody ever wanted');
  }
}

export function setUp() {
  const broker = new Broker();
  const join = (name: string) => new Client(broker, name);
  return { channels: new Watched(), alice: join('alice'), bob: join('bob'), carol: join('carol') };
}
