// Several devices of one user: the user is typing while any of them is, in whatever order they start and stop.

import type { Check } from '../../check.ts';
import type { Context } from '../../context.ts';
import { enter, stopped, typing } from '../../room.ts';

const group = 'devices';
const NOT_TOLD = 'a subscriber was not told that somebody is typing';

/** A channel with Bob, who is told, and two devices of Alice's, of which the first `types` are typing. */
async function withDevices(context: Context, types: 1 | 2) {
  const channel = context.random.word('general');
  const [bob, laptop] = [await enter(context, channel, 'bob'), await enter(context, channel, "alice's laptop")];
  const phone = await enter(context, channel, "alice's phone", { user: laptop.user });
  for (const device of [laptop, phone].slice(0, types)) {
    device.send(`USER_TYPING:${channel}`);
    await device.settle();
  }
  await bob.gets(typing(channel, laptop), NOT_TOLD);
  await bob.getsNothing('a second device that typed was told as another start');
  return { channel, bob, laptop, phone };
}

export const devices: readonly Check[] = [
  {
    id: 'typing-devices-unsubscribe',
    group,
    title: 'while another device of the user is typing, UNSUBSCRIBE on one does not end it; on the last one it does',
    rules: ['P5-1', 'P5-6'],
    async run(context) {
      const { channel, bob, laptop, phone } = await withDevices(context, 2);
      laptop.send(`UNSUBSCRIBE:${channel}`);
      await laptop.settle();
      await bob.getsNothing({
        message: 'typing ended although another device of the user was still typing',
        cause: 'remember which of a user’s sessions are typing: the user has stopped when the last of them is gone',
      });
      phone.send(`UNSUBSCRIBE:${channel}`);
      await bob.gets(stopped(channel, laptop), 'typing did not end with the last of the devices that typed');
      await bob.getsNothing('typing that was over ended a second time');
    },
  },
  {
    id: 'typing-devices-leave',
    group,
    title: 'while another device of the user is typing, one that goes away does not end it; the last one does',
    rules: ['P5-6'],
    async run(context) {
      const { channel, bob, laptop, phone } = await withDevices(context, 2);
      await laptop.leave('reset');
      // The broker may notice only after what is asked next: a few exchanges give it the time, whatever its speed.
      for (let exchange = 0; exchange < 3; exchange++)
        await bob.getsNothing('typing ended although another device of the user was still typing');
      await phone.leave();
      await bob.gets(stopped(channel, laptop), 'typing did not end with the last of the devices that typed');
      await bob.getsNothing('typing that was over ended a second time');
    },
  },
  {
    id: 'typing-devices-idle',
    group,
    title: 'a device that is not typing may unsubscribe and go away without ending it, and does not keep it going',
    rules: ['P5-6'],
    async run(context) {
      const { channel, bob, laptop, phone } = await withDevices(context, 1);
      phone.send(`UNSUBSCRIBE:${channel}`, `SUBSCRIBE:${channel}`);
      await phone.settle();
      await bob.getsNothing({
        message: 'a device that was not typing ended the typing of another by leaving',
        cause: 'only sessions that type count: being subscribed is not typing',
      });
      await laptop.leave();
      await bob.gets(stopped(channel, laptop), {
        message: 'typing did not end with the last of the devices that typed',
        cause: 'another session of the user that is only subscribed does not keep it going',
      });
    },
  },
  {
    id: 'typing-devices-stop',
    group,
    title: 'USER_STOPPED from any device of the user ends it, even while another is typing',
    rules: ['P5-4'],
    async run(context) {
      const { channel, bob, laptop, phone } = await withDevices(context, 2);
      const why = {
        message: 'USER_STOPPED from one of two devices that were typing did not end it',
        cause: 'it says that the user has stopped, and so have all of the user’s sessions',
      };
      laptop.send(`USER_STOPPED:${channel}`);
      await bob.gets(stopped(channel, laptop), why);
      phone.send(`UNSUBSCRIBE:${channel}`);
      await phone.settle();
      await bob.getsNothing('typing that was over ended a second time');
      laptop.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, laptop), 'when a user stopped and typed again, nobody was told');
    },
  },
  {
    id: 'typing-devices-publish',
    group,
    title: 'a publish from any device of the user ends it, before its message',
    rules: ['P5-5'],
    async run(context) {
      const { channel, bob, laptop, phone } = await withDevices(context, 1);
      phone.send(`PUBLISH:${channel}:from the phone`);
      await bob.getsAll([stopped(channel, laptop), `MSG:${channel}:from the phone`], {
        message: 'a publish from another device did not end typing just before its message',
        cause: 'the user has published, from whichever session: look the typist up by user',
      });
      for (const device of [laptop, phone])
        await device.getsOnly([`MSG:${channel}:from the phone`], 'a device did not get the message alone');
    },
  },
];
