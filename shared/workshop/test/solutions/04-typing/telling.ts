import type { Solution } from '../solution.ts';

const FRAME = `{ frame: { verb: 'USER_TYPING', target: typist.shown, body: typist.user } }`;
const KNOWN = 'if (listener.user === typist.user || typist.told.has(listener)) return;';

export const telling: readonly Solution[] = [
  {
    task: '4.4',
    name: 'has an if around it, and sends before it notes',
    body: `
    const { user, shown, told } = typist;
    if (listener.user !== user && !told.has(listener)) {
      const frame: Packet['frame'] = { verb: 'USER_TYPING', target: shown, body: user };
      listener.send({ frame });
      told.add(listener);
    }`,
  },
  {
    task: '4.4',
    name: 'tells the channel in place of what is shown',
    body: `${KNOWN} typist.told.add(listener); listener.send(${FRAME.replace('typist.shown', 'typist.channel')});`,
    message: 'USER_TYPING does not have typist.shown as its target',
  },
  {
    task: '4.4',
    name: 'mixes up target and body',
    body: `${KNOWN} typist.told.add(listener); listener.send({ frame: { verb: 'USER_TYPING', target: typist.user, body: typist.shown } });`,
    message: 'a listener did not get USER_TYPING with the channel and the user',
  },
  {
    task: '4.4',
    name: 'does not say who',
    body: `${KNOWN} typist.told.add(listener); listener.send({ frame: { verb: 'USER_TYPING', target: typist.shown } });`,
    message: 'a listener did not get USER_TYPING with the channel and the user',
  },
  {
    task: '4.4',
    name: 'tells nobody who has not been told',
    body: `if (listener.user === typist.user || !typist.told.has(listener)) return; listener.send(${FRAME});`,
    message: 'a listener did not get USER_TYPING with the channel and the user',
  },
  {
    task: '4.4',
    name: 'notes nobody',
    body: `${KNOWN} listener.send(${FRAME});`,
    message: 'a listener was told twice about the same typist',
  },
  {
    task: '4.4',
    name: 'does not ask who was told',
    body: `if (listener.user === typist.user) return; typist.told.add(listener); listener.send(${FRAME});`,
    message: 'a listener was told twice about the same typist',
  },
  {
    task: '4.4',
    name: 'tells the own devices',
    body: `if (typist.told.has(listener)) return; typist.told.add(listener); listener.send(${FRAME});`,
    message: "the typist's own session was told",
  },
  {
    task: '4.4',
    name: 'leaves out the session in which she types alone',
    body: `if ([...typist.sessions].includes(listener) || typist.told.has(listener)) return; typist.told.add(listener); listener.send(${FRAME});`,
    message: "the typist's own session was told",
  },
  {
    task: '4.4',
    name: 'notes the own devices',
    body: `
    if (typist.told.has(listener)) return;
    typist.told.add(listener);
    if (listener.user !== typist.user) listener.send(${FRAME});`,
    message: "the typist's own session is in typist.told, although it was not told",
  },
  {
    task: '4.4',
    name: 'adds tags',
    body: `${KNOWN} typist.told.add(listener); listener.send({ frame: { verb: 'USER_TYPING', target: typist.shown, body: typist.user, tags: 'tagged' in listener ? new Map([['from', typist.user]]) : undefined } });`,
    message: 'USER_TYPING came with tags',
  },
  {
    task: '4.4',
    name: 'tells users alone',
    body: `if (!listener.user || listener.user === typist.user || typist.told.has(listener)) return; typist.told.add(listener); listener.send(${FRAME});`,
    message: 'a listener without a user was not told',
  },

  {
    task: '4.5',
    name: 'has a function for what is done, and clears if there is one',
    body: `
    const over = () => this.stop(typist.user, typist.channel);
    if (typist.timer !== undefined) clearTimeout(typist.timer);
    const timer = setTimeout(() => this.#broker.guard(over), this.#expiry);
    Object.assign(typist, { timer });`,
  },
  {
    task: '4.5',
    name: 'keeps one timer, and sets it back',
    body: `
    typist.timer ??= setTimeout(() => this.#broker.guard(() => this.stop(typist.user, typist.channel)), this.#expiry);
    typist.timer.refresh();`,
  },
  {
    task: '4.5',
    name: 'is as long as usual',
    body: `
    clearTimeout(typist.timer);
    typist.timer = setTimeout(() => this.#broker.guard(() => this.stop(typist.user, typist.channel)), 6000);`,
    message: 'this.stop(user, channel) was not called when the time was over',
  },
  {
    task: '4.5',
    name: 'stops at once',
    body: `
    clearTimeout(typist.timer);
    typist.timer = setTimeout(() => {}, this.#expiry);
    this.#broker.guard(() => this.stop(typist.user, typist.channel));`,
    message: 'typing ended before its time was over',
  },
  {
    task: '4.5',
    name: 'ends the typist itself',
    body: `
    clearTimeout(typist.timer);
    typist.timer = setTimeout(() => this.#broker.guard(() => this.#end(typist)), this.#expiry);`,
    message: 'this.stop(user, channel) was not called when the time was over',
  },
  {
    task: '4.5',
    name: 'mixes up user and channel',
    body: `
    clearTimeout(typist.timer);
    typist.timer = setTimeout(() => this.#broker.guard(() => this.stop(typist.channel, typist.user)), this.#expiry);`,
    message: 'this.stop(user, channel) was not called when the time was over',
  },
  {
    task: '4.5',
    name: 'clears no older timer',
    body: `typist.timer = setTimeout(() => this.#broker.guard(() => this.stop(typist.user, typist.channel)), this.#expiry);`,
    message: 'a repeat did not extend the time',
  },
  {
    task: '4.5',
    name: 'does not keep the timer',
    body: `
    clearTimeout(typist.timer);
    setTimeout(() => this.#broker.guard(() => this.stop(typist.user, typist.channel)), this.#expiry);`,
    message: 'a repeat did not extend the time',
  },
  {
    task: '4.5',
    name: 'sets one timer, and no other',
    body: `typist.timer ??= setTimeout(() => this.#broker.guard(() => this.stop(typist.user, typist.channel)), this.#expiry);`,
    message: 'a repeat did not extend the time',
  },
  {
    task: '4.5',
    name: 'clears the new timer',
    body: `
    typist.timer = setTimeout(() => this.#broker.guard(() => this.stop(typist.user, typist.channel)), this.#expiry);
    clearTimeout(typist.timer);`,
    message: 'this.stop(user, channel) was not called when the time was over',
  },
  {
    task: '4.5',
    name: 'has one timer for all typists',
    body: `
    clearTimeout(timer);
    timer = setTimeout(() => this.#broker.guard(() => this.stop(typist.user, typist.channel)), this.#expiry);`,
    also: [['export class Typists {', 'let timer: ReturnType<typeof setTimeout> | undefined;\nexport class Typists {']],
    message: "one typist's start took away another typist's timer",
  },
  {
    task: '4.5',
    name: 'is without a guard',
    body: `
    clearTimeout(typist.timer);
    typist.timer = setTimeout(() => this.stop(typist.user, typist.channel), this.#expiry);`,
    message: "an error in the timer's work was not caught: it would end the process",
  },
  {
    task: '4.5',
    name: 'swallows errors',
    body: `
    clearTimeout(typist.timer);
    typist.timer = setTimeout(() => { try { this.stop(typist.user, typist.channel); } catch {} }, this.#expiry);`,
    message: "an error in the timer's work was swallowed, and not reported",
  },
];
