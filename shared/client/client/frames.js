// Takes frames apart and puts them together: `[@tags ]VERB[:target[:body]]` (P1-1).

/**
 * The parts of a frame. A missing part is empty.
 * @typedef {object} Frame
 * @property {Map<string, string>} tags
 * @property {string} verb
 * @property {string} target in an ERROR, its code
 * @property {string} body everything after the second colon, more colons included (P1-3)
 */

/**
 * @param {string} text
 * @returns {Frame}
 */
function parseFrame(text) {
  const [, list, verb = '', target = '', body = ''] = /^(?:@([^ ]*) )?([A-Z_]+)(?::([^:]*)(?::(.*))?)?$/s.exec(text) ?? [];
  const tags = new Map();
  for (const tag of list?.split(';') ?? []) {
    const [, key, value] = /^([^=]*)=?(.*)$/s.exec(tag) ?? [];
    tags.set(key, value);
  }
  return { tags, verb, target, body };
}

/**
 * @param {string} verb
 * @param {string} target
 * @param {string | number | undefined} body
 * @param {Readonly<Record<string, string | number | undefined>>} tags undefined ones are left out
 */
function formatFrame(verb, target, body, tags) {
  const list = Object.entries(tags).filter(([, value]) => value !== undefined);
  const parts = [verb, target, body].filter((part) => part !== undefined);
  return `@${list.map((tag) => tag.join('=')).join(';')} ${parts.join(':')}`;
}

/**
 * @param {Frame} frame
 * @param {string} tag
 */
function numberIn({ tags }, tag) {
  return tags.has(tag) ? Number(tags.get(tag)) : undefined;
}
