// Several devices of one user: she types when one of them does, and all orders of it.

import type { Check } from '../../check.ts';
import type { Context } from '../../context.ts';
import { enter, stopped, typing } from '../../room.ts';

const group = 'devices';
const NOT_TOLD = 'a subscriber was not told that somebody types';

/** A channel with bob, who is told, and two devices of alice; how many of them type is said by `types`. */
async function withDevices(context: Context, types: 1 | 2) {
  const channel = context.random.word('general');
  const [bob, laptop] = [await enter(context, channel, 'bob'), await enter(context, channel, "alice's laptop")];
  const phone = await enter(context, channel, "alice's phone", { user: laptop.user });
  for (const device of [laptop, phone].slice(0, types)) {
    device.send(`USER_TYPING:${channel}`);
    await device.settle();
  }
  await bob.gets(typing(channel, laptop), NOT_TOLD);
  await bob.getsNothing('a second device of a typist was told as another start');
  return { channel, bob, laptop, phone };
}

export const devices: readonly Check[] = [
  {
    id: 'typing-devices-unsubscribe',
    group,
    title: 'while another of her devices types, UNSUBSCRIBE of one does not end it; that of the last does',
    rules: ['P5-1', 'P5-6'],
    async run(context) {
      const { channel, bob, laptop, phone } = await withDevices(context, 2);
      laptop.send(`UNSUBSCRIBE:${channel}`);
      await laptop.settle();
      await bob.getsNothing({
        message: 'typing ended though another device of the user goes on',
        cause: 'remember which of her sessions type: she has stopped when the last of them is gone',
      });
      phone.send(`UNSUBSCRIBE:${channel}`);
      await bob.gets(stopped(channel, laptop), 'typing did not end with the last of the devices that typed');
      await bob.getsNothing('typing that had ended ended again');
    },
  },
  {
    id: 'typing-devices-leave',
    group,
    title: 'while another of her devices types, one that goes away does not end it; the last does',
    rules: ['P5-6'],
    async run(context) {
      const { channel, bob, laptop, phone } = await withDevices(context, 2);
      await laptop.leave('reset');
      // The broker may hear of it after what is asked next: a few exchanges give it the time, whatever its speed.
      for (let exchange = 0; exchange < 3; exchange++) await bob.getsNothing('typing ended though another device of the user goes on');
      await phone.leave();
      await bob.gets(stopped(channel, laptop), 'typing did not end with the last of the devices that typed');
      await bob.getsNothing('typing that had ended ended again');
    },
  },
  {
    id: 'typing-devices-idle',
    group,
    title: 'a device that does not type may unsubscribe and go away without ending it, and does not keep it up',
    rules: ['P5-6'],
    async run(context) {
      const { channel, bob, laptop, phone } = await withDevices(context, 1);
      phone.send(`UNSUBSCRIBE:${channel}`, `SUBSCRIBE:${channel}`);
      await phone.settle();
      await bob.getsNothing({
        message: 'a device that does not type ended the typing of another by leaving',
        cause: 'only sessions that type count: being subscribed is not typing',
      });
      await laptop.leave();
      await bob.gets(stopped(channel, laptop), {
        message: 'typing did not end with the last of the devices that typed',
        cause: 'another session of hers that is merely subscribed does not keep it up',
      });
    },
  },
  {
    id: 'typing-devices-stop',
    group,
    title: 'USER_STOPPED from any of her devices is the end, also while another types',
    rules: ['P5-4'],
    async run(context) {
      const { channel, bob, laptop, phone } = await withDevices(context, 2);
      const why = {
        message: 'USER_STOPPED from one of two devices that typed was not the end',
        cause: 'it says that the user has stopped: all of her sessions are done with it',
      };
      laptop.send(`USER_STOPPED:${channel}`);
      await bob.gets(stopped(channel, laptop), why);
      phone.send(`UNSUBSCRIBE:${channel}`);
      await phone.settle();
      await bob.getsNothing('typing that had ended ended again');
      laptop.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, laptop), 'who stopped and typed again was not told to type');
    },
  },
  {
    id: 'typing-devices-publish',
    group,
    title: 'a publish from any of her devices is the end, before its message',
    rules: ['P5-5'],
    async run(context) {
      const { channel, bob, laptop, phone } = await withDevices(context, 1);
      phone.send(`PUBLISH:${channel}:from the phone`);
      await bob.getsAll([stopped(channel, laptop), `MSG:${channel}:from the phone`], {
        message: 'a publish from another device did not end typing just before its message',
        cause: 'she has published, whichever of her sessions it was: look for the typist by user',
      });
      for (const device of [laptop, phone])
        await device.getsOnly([`MSG:${channel}:from the phone`], 'a device did not get the message alone');
    },
  },
];
