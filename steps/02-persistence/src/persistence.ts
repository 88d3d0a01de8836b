// Stage 02: every message is stored before anybody gets it, and whoever comes later can have it all the same.

import { countOf, Journal, receiptOf, tagsOf } from '#journal';
import { makeId, type MessageStore } from '#store';
import type { Feature, Message, Session } from '01-basic-pubsub';
import { channelOf, type Frame, isChannel, Refusal, requireChannel, requireTarget, type Tags } from '@workshop/protocol';

/** Verbs that are answered also when they come without tags (P1-13). */
const ALWAYS_ANSWERED: readonly string[] = ['AUTH', 'HISTORY'];

/** A message with what is stored of it. */
export interface Publication extends Message {
  /** The publisher's own. */
  id?: string | undefined;
  /** The publisher's name, from stage 03 on. */
  from?: string | undefined;
  /** When it was published, in ms since 1970; absent where that is now. */
  time?: number | undefined;
}

/** A session, and for each channel that it is subscribed to, the channel's newest seq when that began. */
interface Reader extends Session {
  starts?: Map<string, number>;
}

/** @param retain how many messages of each channel are kept */
export function persistence(store: MessageStore, retain: number): Feature<Reader, Publication> {
  return (broker) => {
    const journal = new Journal(broker, store, retain);

    /** Stores a message, and says where: in the MSG that goes out and the OK that comes back, both after the commit (P3-1, P3-8). */
    function keep(message: Publication, id: string): void {
      // #region store
      const stamped = { ...message, id, time: message.time ?? Date.now() };
      const seq = journal.append(message.channel, stamped);
      message.tags = tagsOf({ ...stamped, seq });
      message.receipt = receiptOf({ seq, id });
      // #endregion store
    }

    /** Whether a message with its publisher's own id is stored already. Then it is a repeat, and only answered (P3-6). */
    function isRepeat(message: Publication, id: string): boolean {
      // #region repeat
      const seq = journal.find(message.channel, { ...message, id });
      if (seq === undefined) return false;
      message.duplicate = true;
      message.receipt = new Map([...receiptOf({ seq, id }), ['dup', '1']]);
      return true;
      // #endregion repeat
    }

    return {
      commands: {
        SUBSCRIBE(session, frame) {
          const channel = channelOf(frame);
          broker.authorize(session, channel, 'subscribe');
          const starts = (session.starts ??= new Map());
          const goLive = (newest: number) => {
            if (!starts.has(channel)) starts.set(channel, newest);
            broker.subscribe(session, channel);
          };
          return journal.subscribe(session, frame, { key: channel, start: starts.get(channel), goLive });
        },
        HISTORY(session, frame) {
          const target = requireTarget(frame);
          const count = countOf(frame);
          const channel = requireChannel(target);
          broker.authorize(session, channel, 'subscribe');
          return journal.history(session, frame, { key: channel, count });
        },
      },
      unsubscribe: (session, channel) => void session.starts?.delete(channel),
      publish: (message, _session, frame) => void (message.id ??= frame?.tags?.get('id')),
      transaction: (stores) => store.transaction(stores),
      store(message) {
        if (!isChannel(message.channel)) return; // its own feature stores it
        if (message.id !== undefined && isRepeat(message, message.id)) return;
        keep(message, message.id ?? makeId());
      },
      answer: answerTo,
      close: () => store.close(),
    };
  };
}

/** OK:<verb>:<target>, or ERROR:<code>:<text>, with the command's label (P1-13, P1-14). */
function answerTo(_session: Session, outcome: Tags | Refusal, frame?: Frame): Frame | undefined {
  const label = frame?.tags?.get('label');
  const tags = new Map(label ? [['label', label]] : []);
  if (outcome instanceof Refusal) return { verb: 'ERROR', target: outcome.code, body: outcome.message, tags };
  if (!frame?.tags && !(frame && ALWAYS_ANSWERED.includes(frame.verb))) return undefined;
  return { verb: 'OK', target: frame.verb, body: frame.target, tags: new Map([...tags, ...outcome]) };
}
