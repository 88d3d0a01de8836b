// Who hears what comes into a channel, where one may listen to patterns of channels too.

import { isPattern, matches } from './patterns.mjs';

/**
 * Who hears what comes into a box: each session once, however many of its subscriptions match (P7-2). No pattern matches an inbox.
 * @param {Map<string, Set<import('./stage-01.mjs').Session>>} listeners
 * @param {string} box
 */
export function hearersOf(listeners, box) {
  const hearers = new Set(listeners.get(box));
  if (box.startsWith('@')) return hearers;
  for (const [name, sessions] of listeners) if (isPattern(name) && matches(name, box)) sessions.forEach((session) => hearers.add(session));
  return hearers;
}

/**
 * Whether one of these channels and patterns matches.
 * @param {Iterable<string>} names
 * @param {string} channel
 */
export function hears(names, channel) {
  return [...names].some((name) => name === channel || (isPattern(name) && matches(name, channel)));
}
