// Stored messages on their way to one session, at the speed of its reader.

import { formatFrame, Refusal } from './frames.mjs';

/** Messages that are read and sent before the reader is waited for. */
const PAGE = 50;
const DEFAULT_HISTORY = 50;
const MAX_HISTORY = 1000;
const COUNT = /^0*[1-9]\d*$/;

/**
 * @typedef {import('./shelves.mjs').Entry} Entry
 * @typedef {import('./stage-01.mjs').Delivery & { entry: Entry }} Delivery
 */

/**
 * Sends stored messages, also those that are added meanwhile.
 * @param {import('./stage-02.mjs').Session} session
 * @param {Entry[]} entries emptied on the way
 */
export async function replay({ connection, store, tagged: isTagged }, entries) {
  store.beginReplay();
  try {
    for (let page = entries.splice(0, PAGE); page.length > 0; page = entries.splice(0, PAGE)) {
      const messages = await store.messages(page);
      if (connection.ended || connection.gone) return;
      const deliveries = page.map((entry, at) => deliveryOf(entry, messages[at]?.body ?? ''));
      await connection.replay(deliveries.map(({ plain, tagged }) => (isTagged ? tagged : plain)));
    }
  } finally {
    store.endReplay();
  }
}

/**
 * A message in both forms, each made once for all its readers.
 * @param {Entry} entry
 * @param {string} body
 * @returns {Delivery}
 */
export function deliveryOf(entry, body) {
  const { shown, seq, stored } = entry;
  const origin = stored.from.split('@')[1];
  const tags = { seq, id: stored.id, time: stored.time, from: stored.from || undefined, origin };
  return { entry, plain: Buffer.from(formatFrame({}, 'MSG', shown, body)), tagged: Buffer.from(formatFrame(tags, 'MSG', shown, body)) };
}

/**
 * How many messages a HISTORY asks for.
 * @param {string | undefined} text
 */
export function readCount(text) {
  if (text === undefined) return DEFAULT_HISTORY;
  if (COUNT.test(text)) return Math.min(Number(text), MAX_HISTORY);
  throw new Refusal('BAD_FRAME', 'how many messages? Give a whole number from 1 on, as in HISTORY:news:20');
}
