// Typing in every order: commands drawn from the seed, and compared with the rules in their plainest form.

import type { Check } from '../../check.ts';
import { typingWalk } from '../../storms/typing-walk.ts';
import { enter, stopped, typing } from '../../room.ts';

const group = 'orders';
const BURST = 60;

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
        message: 'the starts and ends of typing in a burst were not told in the order of its commands',
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
    title: 'in whatever order two devices type, stop, publish, repeat, leave and come back, the others are told each start and each end',
    rules: ['P5-1', 'P5-4', 'P5-5', 'P5-6'],
    run: (context) => typingWalk(context, { steps: 50 }),
  },
];
