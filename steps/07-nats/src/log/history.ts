// HISTORY, read from the stream. The answer is the same on every broker.

import type { Broker } from '01-basic-pubsub';
import { countOf, type Dialogue, type History, type LogPart, type PacedSession, sinceOf, type Subscriptions } from '02-persistence';
import { isAddress, readAddress } from '06-federation';
import { type Frame, requireChannel, requireTarget, type Tags } from '@workshop/protocol';
import type { Reader } from '#reader';
import { storedAt } from '#record';
import { Pages } from './pages.ts';
import { subjectOf, subjectsOf } from '#subjects';

interface Parts {
  readonly broker: Broker;
  readonly dialogue: Dialogue;
  readonly reader: Reader;
  readonly subscriptions: Subscriptions;
}

export function history({ broker, dialogue, reader, subscriptions }: Parts, own: string): Pick<History, 'answer'> {
  /** The subjects of a log, or the one of a conversation in an inbox. */
  function subjectsIn({ key, target }: LogPart): string[] {
    if (target === undefined) return subjectsOf(key, own);
    return [subjectOf(isAddress(target) ? readAddress(target).target : target, key.slice(1))];
  }

  async function answer(session: PacedSession, frame: Frame, part: LogPart): Promise<Tags> {
    const subjects = subjectsIn(part);
    const since = sinceOf(frame);
    // A conversation reaches back no further than its inbox does.
    const { floor } = await reader.bounds(subjectsOf(part.key, own));
    const start = since === undefined ? await reader.cursorBefore(part.count, subjects) : { cursor: since, skip: 0 };
    let [last, sent, skipped, more] = [since ?? 0, 0, 0, false];
    const pages = new Pages(session, part.key);
    for await (const record of reader.after(start.cursor, subjects)) {
      if (!broker.sessions.has(session)) break;
      if (skipped++ < start.skip || record.seq <= floor) continue;
      if (sent === part.count) {
        more = true;
        break;
      }
      await pages.send(storedAt(record, part.key, own));
      last = record.seq;
      sent += 1;
    }
    return new Map([['last', String(last)], ...(more ? ([['more', '1']] as const) : [])]);
  }

  dialogue.alwaysAnswered.add('HISTORY');

  /* HISTORY:<channel>[:<count>], with or without the tag `since` */
  broker.commands.set('HISTORY', async (session, frame) => {
    const target = requireTarget(frame);
    const count = countOf(frame);
    const key = requireChannel(target);
    subscriptions.authorize(session, key);
    return answer(session, frame, { key, count });
  });
  return { answer };
}
