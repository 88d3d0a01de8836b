// Typing in every order: commands drawn from the seed, beside the rules in their plainest form.

import type { Check } from '../../check.ts';
import { enter, stopped, typing } from './room.ts';

const group = 'orders';
const BURST = 60;
const STEPS = 50;
const ACTIONS = ['type', 'type', 'type', 'stop', 'publish', 'repeat', 'unsubscribe', 'subscribe', 'leave'] as const;

export const orders: readonly Check[] = [
  {
    id: 'typing-burst',
    group,
    title: 'starts, ends, messages and repeats of one burst are told in the order of its commands',
    rules: ['P5-1', 'P5-4', 'P5-5', 'P2-6'],
    async run(context) {
      const { random } = context;
      const channel = random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      const [sent, told]: [string[], string[]] = [[], []];
      let types = false;
      let published = 0;
      const change = (to: boolean) => {
        if (to !== types) told.push((to ? typing : stopped)(channel, alice));
        types = to;
      };
      for (let command = 0; command < BURST; command++) {
        const action = random.pick(['type', 'type', 'stop', 'publish', 'repeat']);
        if (action === 'type' || action === 'stop') {
          sent.push(`${action === 'type' ? 'USER_TYPING' : 'USER_STOPPED'}:${channel}`);
          change(action === 'type');
        } else if (action === 'repeat' && published > 0) {
          sent.push(`@id=${published} PUBLISH:${channel}:${published}`);
        } else {
          published += 1;
          sent.push(`@id=${published} PUBLISH:${channel}:${published}`);
          change(false);
          told.push(`MSG:${channel}:${published}`);
        }
      }
      alice.send(...sent);
      const why = {
        message: 'what a burst did to typing was not told in the order of its commands',
        cause: 'typing and messages are one stream: what is held back, such as messages until they are stored, holds back what follows it',
      };
      await bob.getsAll(told, why);
      await alice.settle();
      await bob.getsNothing(why);
    },
  },
  {
    id: 'typing-walk',
    group,
    title: 'in whatever order two devices type, stop, publish, repeat, leave and come back, the others are told its starts and ends',
    rules: ['P5-1', 'P5-4', 'P5-5', 'P5-6'],
    async run(context) {
      const { random } = context;
      const channel = random.word('general');
      const [bob, laptop] = [await enter(context, channel, 'bob'), await enter(context, channel, 'laptop')];
      const devices = [laptop, await enter(context, channel, 'phone', { user: laptop.user })];
      const [reads, types] = [new Set(devices.keys()), new Set<number>()];
      let published = 0;
      for (let step = 0; step < STEPS; step++) {
        const at = random.below(2);
        const device = devices[at] ?? laptop;
        const action = random.pick(ACTIONS);
        const isPossible = action === 'subscribe' || action === 'leave' || (reads.has(at) && !(action === 'repeat' && published === 0));
        if (!isPossible) continue;

        const before = types.size > 0;
        if (action === 'type') types.add(at);
        if (action === 'stop' || action === 'publish') types.clear();
        if (action === 'unsubscribe' || action === 'leave') types.delete(at);
        if (action === 'unsubscribe') reads.delete(at);
        if (action === 'subscribe' || action === 'leave') reads.add(at);
        if (action === 'publish') published += 1;

        const frames = {
          type: `USER_TYPING:${channel}`,
          stop: `USER_STOPPED:${channel}`,
          publish: `@id=${published} PUBLISH:${channel}:${published}`,
          repeat: `@id=${published} PUBLISH:${channel}:${published}`,
          unsubscribe: `UNSUBSCRIBE:${channel}`,
          subscribe: `SUBSCRIBE:${channel}`,
        };
        if (action === 'leave') {
          await device.leave(random.pick(['close', 'end', 'reset']));
        } else {
          device.send(frames[action]);
          await device.settle();
        }

        const why = {
          message: 'in a walk through all commands, the others were not told just the starts and ends',
          cause: 'she types while at least one of her sessions does; whatever changes that is told once',
        };
        const after = types.size > 0;
        if (after !== before) await bob.gets((after ? typing : stopped)(channel, laptop), why);
        if (action === 'publish') await bob.gets(`MSG:${channel}:${published}`, why);
        await bob.getsNothing(why);
        if (action === 'leave') devices[at] = await enter(context, channel, at === 0 ? 'laptop' : 'phone', { user: laptop.user });
      }
    },
  },
];
