import type { Solution } from '../solution.ts';

const PACKET = `const packet: Packet = { frame: { verb: 'USER_STOPPED', target: typist.shown, body: typist.user } };`;
const TELL = 'for (const listener of this.listeners(typist.channel)) if (typist.told.has(listener)) listener.send(packet);';

export const ending: readonly Solution[] = [
  {
    task: '4.6',
    name: 'tells first, from a filtered array',
    body: `
    const { told, channel, shown, user } = typist;
    const those = [...this.listeners(channel)].filter((listener) => told.has(listener));
    those.forEach((listener) => listener.send({ frame: { verb: 'USER_STOPPED', target: shown, body: user } }));
    if (typist.timer) clearTimeout(typist.timer);
    this.#remove(typist);`,
  },
  {
    task: '4.6',
    name: 'skips those who were not told',
    body: `
    clearTimeout(typist.timer);
    this.#remove(typist);
    for (const listener of this.audience.flatMap((members) => [...members(typist.channel)])) {
      if (!typist.told.has(listener)) continue;
      typist.told.delete(listener);
      listener.send({ frame: { verb: 'USER_STOPPED', target: typist.shown, body: typist.user } });
    }`,
  },
  {
    task: '4.6',
    name: 'leaves the typist in the table',
    body: `clearTimeout(typist.timer); ${PACKET} ${TELL}`,
    message: 'a user who stopped is still in the table',
  },
  {
    task: '4.6',
    name: 'empties the typist in place of removing it',
    body: `typist.sessions.clear(); this.#remove(typist); clearTimeout(typist.timer); ${PACKET} ${TELL}`,
    message: 'after the end, session.typing still has the channel',
  },
  {
    task: '4.6',
    name: 'leaves the timer',
    body: `this.#remove(typist); ${PACKET} ${TELL}`,
    message: 'the timer of a typist who had stopped still fired',
  },
  {
    task: '4.6',
    name: 'tells nobody',
    body: `this.#remove(typist); clearTimeout(typist.timer);`,
    message: 'not every listener that was told of the start was told of the end',
  },
  {
    task: '4.6',
    name: 'tells the first alone',
    body: `
    this.#remove(typist); clearTimeout(typist.timer); ${PACKET}
    [...this.listeners(typist.channel)].find((listener) => typist.told.has(listener))?.send(packet);`,
    message: 'not every listener that was told of the start was told of the end',
  },
  {
    task: '4.6',
    name: 'tells the start again',
    body: `this.#remove(typist); clearTimeout(typist.timer); ${PACKET.replace('USER_STOPPED', 'USER_TYPING')} ${TELL}`,
    message: 'not every listener that was told of the start was told of the end',
  },
  {
    task: '4.6',
    name: 'tells the channel in place of what is shown',
    body: `this.#remove(typist); clearTimeout(typist.timer); ${PACKET.replace('typist.shown', 'typist.channel')} ${TELL}`,
    message: 'USER_STOPPED does not have typist.shown as its target',
  },
  {
    task: '4.6',
    name: 'tells all who listen',
    body: `
    this.#remove(typist); clearTimeout(typist.timer); ${PACKET}
    for (const listener of this.listeners(typist.channel)) if (listener.user !== typist.user) listener.send(packet);`,
    message: 'a listener that was not told of the start was told of the end',
  },
  {
    task: '4.6',
    name: 'tells the typist, too',
    body: `
    this.#remove(typist); clearTimeout(typist.timer); ${PACKET}
    for (const listener of this.listeners(typist.channel))
      if (typist.told.has(listener) || listener.user === typist.user) listener.send(packet);`,
    message: "the typist's own session was told of the end",
  },
  {
    task: '4.6',
    name: 'keeps a list of those told, and asks nothing else',
    body: `
    this.#remove(typist); clearTimeout(typist.timer); ${PACKET}
    for (const listener of everybody) if (typist.told.has(listener)) listener.send(packet);`,
    also: [
      ['export class Typists {', 'const everybody = new Set<Listener>();\nexport class Typists {'],
      ['    typist.told.add(listener);', '    typist.told.add(listener); everybody.add(listener);'],
    ],
    message: 'a session that no longer reads the channel was told of the end',
  },

  {
    task: '4.7',
    name: 'asks for the last one before it takes it out',
    body: `
    if (typist.sessions.size === 1) this.#end(typist);
    session.typing?.delete(typist.channel);
    typist.sessions.delete(session);`,
  },
  {
    task: '4.7',
    name: 'takes out the session in a function, and returns early',
    body: `
    const { sessions, channel } = typist;
    if (session.typing) session.typing.delete(channel);
    sessions.delete(session);
    for (const _left of sessions) return;
    this.stop(typist.user, channel);`,
  },
  {
    task: '4.7',
    name: 'leaves the session in its typist',
    body: `session.typing?.delete(typist.channel); if (typist.sessions.size === 1) this.#end(typist);`,
    message: 'a session that has left is still in typist.sessions',
  },
  {
    task: '4.7',
    name: 'forgets session.typing',
    body: `typist.sessions.delete(session); if (typist.sessions.size === 0) this.#end(typist);`,
    message: 'session.typing does not have exactly the channels that are left',
  },
  {
    task: '4.7',
    name: 'empties session.typing',
    body: `typist.sessions.delete(session); session.typing?.clear(); if (typist.sessions.size === 0) this.#end(typist);`,
    message: 'session.typing does not have exactly the channels that are left',
  },
  {
    task: '4.7',
    name: 'ends it with any session',
    body: `typist.sessions.delete(session); session.typing?.delete(typist.channel); this.#end(typist);`,
    message: 'one session left and the typing ended, although the user goes on typing in another',
  },
  {
    task: '4.7',
    name: 'ends it when one is left',
    body: `typist.sessions.delete(session); session.typing?.delete(typist.channel); if (typist.sessions.size <= 1) this.#end(typist);`,
    message: 'one session left and the typing ended, although the user goes on typing in another',
  },
  {
    task: '4.7',
    name: 'never ends it',
    body: `typist.sessions.delete(session); session.typing?.delete(typist.channel);`,
    message: 'the last session left, and the typing did not end',
  },
  {
    task: '4.7',
    name: 'forgets session.typing of the last session',
    body: `
    typist.sessions.delete(session);
    if (typist.sessions.size === 0) this.#end(typist);
    else session.typing?.delete(typist.channel);`,
    message: "the last session's typing still has the channel",
  },

  {
    task: '4.8',
    name: 'has an if around it, and forgets first',
    body: `
    const hears = this.listeners(channel).has(session);
    if (!hears) {
      this.forget(session, channel);
      this.leave(session, channel);
    }`,
  },
  {
    task: '4.8',
    name: 'does nothing',
    body: '',
    message: 'a session that no longer reads the channel is still in typist.told',
  },
  {
    task: '4.8',
    name: 'has the condition the wrong way round',
    body: `if (!this.hears(session, channel)) return; this.leave(session, channel); this.forget(session, channel);`,
    message: 'a session that no longer reads the channel is still in typist.told',
  },
  {
    task: '4.8',
    name: 'does not forget',
    body: `if (this.hears(session, channel)) return; this.leave(session, channel);`,
    message: 'a session that no longer reads the channel is still in typist.told',
  },
  {
    task: '4.8',
    name: 'forgets in all channels',
    body: `if (this.hears(session, channel)) return; this.leave(session, channel); for (const each of this.channels) this.forget(session, each);`,
    message: 'a session that left one channel was forgotten in another',
  },
  {
    task: '4.8',
    name: 'does not leave',
    body: `if (this.hears(session, channel)) return; this.forget(session, channel);`,
    message: 'a session that no longer reads the channel still types there',
  },
  {
    task: '4.8',
    name: 'leaves all channels',
    body: `
    if (this.hears(session, channel)) return;
    for (const each of session.typing ?? []) this.leave(session, each);
    this.forget(session, channel);`,
    message: 'a session that no longer reads the channel still types there',
  },
  {
    task: '4.8',
    name: 'stops the user',
    body: `if (this.hears(session, channel)) return; if (session.user) this.stop(session.user, channel); this.forget(session, channel);`,
    message: "one session left the channel, and the user's typing in another session ended",
  },
  {
    task: '4.8',
    name: 'does not ask whether it still hears',
    body: `this.leave(session, channel); this.forget(session, channel);`,
    message: 'a session that still hears of the channel lost its typing there',
  },
  {
    task: '4.8',
    name: 'asks whether it still hears only before it leaves',
    body: `if (!this.hears(session, channel)) this.leave(session, channel); this.forget(session, channel);`,
    message: 'a session that still hears of the channel was forgotten: it would be told twice',
  },
];
