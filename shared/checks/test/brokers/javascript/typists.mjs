// Who is typing where, and who was told of it: nobody is left believing in it when it ends.

/**
 * @typedef {import('./stage-04.mjs').Session} Session
 *
 * @typedef {object} Typing one user who types in one place
 * @property {string} place
 * @property {string} user
 * @property {string} shown the place as others see it
 * @property {Set<Session>} by the user's sessions that have said so; none of who types on another broker
 * @property {Set<Session>} told the others' sessions that know of it, and so will be told of the end
 * @property {NodeJS.Timeout} [timer]
 */

export class Typists {
  /** @type {(typing: Typing, isOn: boolean) => void} is told of every start and end, behind the sessions here */
  onChange = () => {};
  /** @type {Map<string, Map<string, Typing>>} by place and user */
  #places = new Map();

  /** @param {string} place */
  in(place) {
    return this.#places.get(place)?.values() ?? [];
  }

  /** All of them, wherever they type. */
  *all() {
    for (const [place] of this.#places) yield* this.in(place);
  }

  /**
   * @param {string} place
   * @param {string} user
   */
  find(place, user) {
    return this.#places.get(place)?.get(user);
  }

  /**
   * @param {Pick<Typing, 'place' | 'user' | 'shown'>} who
   * @param {Iterable<Session>} listeners who is to know of it, the typist's own sessions left out
   * @param {Session[]} by those that have said so
   * @returns {Typing}
   */
  begin(who, listeners, by) {
    const typing = { ...who, by: new Set(by), told: new Set() };
    const place = this.#places.get(who.place) ?? new Map();
    this.#places.set(who.place, place.set(who.user, typing));
    for (const listener of listeners) this.tell(typing, listener);
    this.onChange(typing, true);
    return typing;
  }

  /**
   * @param {Typing} typing
   * @param {Session} session
   */
  tell(typing, session) {
    if (typing.user === session.name || typing.told.has(session) || session.isOver()) return;
    typing.told.add(session);
    session.say(`USER_TYPING:${typing.shown}:${typing.user}`);
  }

  /** @param {Typing | undefined} typing */
  end(typing) {
    if (!typing) return;
    clearTimeout(typing.timer);
    const place = this.#places.get(typing.place);
    place?.delete(typing.user);
    if (place?.size === 0) this.#places.delete(typing.place);
    for (const session of typing.told) if (!session.isOver()) session.say(`USER_STOPPED:${typing.shown}:${typing.user}`);
    this.onChange(typing, false);
  }

  /**
   * A session has nothing to do with it any more.
   * @param {Typing} typing
   * @param {Session} session
   */
  leave(typing, session) {
    typing.told.delete(session);
    if (typing.by.delete(session) && typing.by.size === 0) this.end(typing);
  }
}
