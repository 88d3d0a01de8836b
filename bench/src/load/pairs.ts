// A load on many channels: each has two clients, and each client publishes there, waits for both deliveries, its own and its neighbour's, and
// publishes again.

import type { Dialect } from '../dialects/dialect.ts';
import { Client } from './client.ts';
import type { Limit } from './limit.ts';

const IN_PAIR = 2;

export class Pairs {
  readonly #members: readonly Member[];

  private constructor(members: readonly Member[]) {
    this.#members = members;
  }

  static async join(dialect: Dialect, url: URL, channels: number): Promise<Pairs> {
    const nameOf = (at: number) => `c${Math.floor(at / IN_PAIR)}`;
    const clients = await Client.joinAll(dialect, url, channels * IN_PAIR, (at) => [nameOf(at)]);
    return new Pairs(clients.map((client, at) => memberOf(client, dialect, nameOf(at))));
  }

  /** Resolves, when it is over and everything is delivered, with the number of deliveries. */
  async publish(isOver: Limit): Promise<number> {
    let sent = 0;
    const mayPublish = () => !isOver(sent++);
    const pairs = Array.from({ length: this.#members.length / IN_PAIR }, (_, n) => this.#members.slice(IN_PAIR * n, IN_PAIR * (n + 1)));
    const published = await Promise.all(pairs.map((pair) => publishInTurn(pair, mayPublish)));
    return published.reduce((sum, each) => sum + each * IN_PAIR * IN_PAIR, 0);
  }

  leave(): void {
    for (const { client } of this.#members) client.leave();
  }
}

interface Member {
  readonly client: Client;
  readonly publish: Buffer;
  /** What it gets for one publish of its own, and one of its neighbour's. */
  readonly roundBytes: number;
}

function memberOf(client: Client, dialect: Dialect, channel: string): Member {
  const roundBytes = IN_PAIR * dialect.deliveryBytes(channel) + (dialect.answerBytes?.(IN_PAIR) ?? 0);
  return { client, publish: dialect.publish(channel), roundBytes };
}

/** How many times each of a pair has published. They are never more than one publish apart, so the number of bytes tells all. */
function publishInTurn(pair: readonly Member[], mayPublish: () => boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    let last = Number.POSITIVE_INFINITY;
    let ended = 0;
    for (const { client, publish, roundBytes } of pair) {
      const began = client.bytes;
      let sent = 0;
      const go = () => {
        if (client.bytes - began < sent * roundBytes) return;
        // Both end after the same number, which is that of the one who first hears that it is over.
        if (last === Number.POSITIVE_INFINITY && !mayPublish()) last = sent + 1;
        if (sent < last) {
          sent++;
          client.write(publish);
        } else if (client.bytes - began === last * roundBytes && ++ended === pair.length) resolve(last);
      };
      client.listen(go, reject);
      go();
    }
  });
}
