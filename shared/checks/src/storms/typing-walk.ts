// A walk through all commands that concern typing, drawn from the seed, and compared with the rules in their plainest form.

import type { Context } from '../context.ts';
import { enter, stopped, typing } from '../room.ts';

const ACTIONS = ['type', 'type', 'type', 'stop', 'publish', 'repeat', 'unsubscribe', 'subscribe', 'leave'] as const;

/**
 * Two devices of one user type, and another user is told.
 * @throws {Failure}
 */
export async function typingWalk(context: Context, { steps }: { readonly steps: number }): Promise<void> {
  const { random } = context;
  const channel = random.word('general');
  const [bob, laptop] = [await enter(context, channel, 'bob'), await enter(context, channel, 'laptop')];
  const devices = [laptop, await enter(context, channel, 'phone', { user: laptop.user })];
  const [reads, types] = [new Set(devices.keys()), new Set<number>()];
  let published = 0;
  for (let step = 0; step < steps; step++) {
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
      message: 'in a walk through all commands, the others were not told exactly the starts and stops',
      cause: 'a user is typing while at least one of their sessions is; each change of that is told once',
    };
    const after = types.size > 0;
    if (after !== before) await bob.gets((after ? typing : stopped)(channel, laptop), why);
    if (action === 'publish') await bob.gets(`MSG:${channel}:${published}`, why);
    await bob.getsNothing(why);
    if (action === 'leave') devices[at] = await enter(context, channel, at === 0 ? 'laptop' : 'phone', { user: laptop.user });
  }
}
