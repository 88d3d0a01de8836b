// Takes in what NATS sends: live messages go to the feed, notices of typing to their listeners.

import type { Msg } from '@nats-io/transport-node';
import type { Broker } from '01-basic-pubsub';
import type { Connection } from '#connection';
import { Feed } from '#feed';
import { Interest } from '#interest';
import type { Notice } from '#network-typing';
import type { Reader } from '#reader';
import { type NatsRecord, recordOf } from '#record';
import { readCore, STREAM } from '#subjects';

/** How often this broker notes how far the stream is, in ms. After an absence it needn't read that part again. */
const MARK_MS = 5000;

interface Parts {
  readonly connection: Connection;
  readonly reader: Reader;
  readonly broker: Broker;
}

export function live({ broker, connection, reader }: Parts, own: string) {
  /** Called once with each stored message that is wanted here, in the order of the stream. */
  const onMessage: ((record: NatsRecord) => void)[] = [];
  /** Called with what another broker says about a typist. */
  const onTyping: ((notice: Notice) => void)[] = [];

  /** Any NATS client may have sent this, so an error in it must not end the subscription. */
  const receive = (message: Msg): void => broker.guard(() => take(message));

  const interest = new Interest(connection, own, receive);
  const feed = new Feed({
    deliver: (record) => onMessage.forEach((listener) => listener(record)),
    after: (seq) => reader.everything(seq),
    isMissed: (subject, seq) => interest.isMissed(subject, seq),
    report(error) {
      const refusal = broker.explain(error);
      if (refusal.code === 'TODO') broker.fail(refusal);
    },
  });

  function take(message: Msg): void {
    const { isLive, subject } = readCore(message.subject);
    const sequence = (name: string) => Number(message.headers?.get(name) ?? 0);
    if (isLive) feed.receive(recordOf(message, subject, sequence('Nats-Sequence'), Date.now()), sequence('Nats-Last-Sequence'));
    else for (const listener of onTyping) listener(message.json<Notice>());
  }

  let mark = 0;
  async function noteMark(): Promise<void> {
    if (!connection.isUp) return;
    feed.skipTo(mark); // everything wanted up to there arrived before the last flush below was answered
    await connection.ask(async ({ core, manager }) => {
      mark = (await manager.streams.info(STREAM)).state.last_seq;
      await core.flush();
    });
  }
  const timer = setInterval(() => void noteMark().catch(() => (mark = 0)), MARK_MS);
  connection.onDown.push(() => (mark = 0));

  function close(): void {
    clearInterval(timer);
    interest.close();
  }
  return { feed, interest, onMessage, onTyping, close };
}
