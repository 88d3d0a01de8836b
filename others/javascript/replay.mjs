// Stored messages on their way to one session, at the speed of its reader.

import { formatFrame } from './frames.mjs';

/** Messages that are read and sent before the reader is waited for. */
const PAGE = 50;

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
      const bodies = await store.bodies(page);
      if (connection.ended || connection.gone) return;
      const deliveries = page.map((entry, at) => deliveryOf(entry, bodies[at] ?? ''));
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
  const tags = { seq, id: stored.id, time: stored.time, from: stored.from || undefined };
  return { entry, plain: Buffer.from(formatFrame({}, 'MSG', shown, body)), tagged: Buffer.from(formatFrame(tags, 'MSG', shown, body)) };
}
