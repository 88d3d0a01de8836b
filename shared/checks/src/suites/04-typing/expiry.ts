// Typing that ends by itself. Nothing here looks at a clock: what is judged is which of several ends comes first.

import type { Check } from '../../check.ts';
import type { Client } from '../../client.ts';
import { refusesSetting } from '../../settings.ts';
import { inSeconds } from '../../tokens.ts';
import { enter, EXPIRY_MS, startClock, stopped, TICKS_PAST_EXPIRY, typing } from '../../room.ts';

const group = 'expiry';
const NOT_TOLD = 'a subscriber was not told that somebody is typing';

export const expiry: readonly Check[] = [
  {
    id: 'typing-expires',
    group,
    title: 'a typist who says nothing more has stopped after TYPING_EXPIRY_MS; that is told once, and only then can typing start again',
    rules: ['P5-3', 'P0-1'],
    settings: { TYPING_EXPIRY_MS: '250' },
    async run(context) {
      const channel = context.random.word('general');
      const [alice, bob] = [await enter(context, channel, 'alice'), await enter(context, channel, 'bob')];
      const phone = await enter(context, channel, "alice's phone", { user: alice.user });
      for (const round of ['first', 'second']) {
        context.transcript.add('grader', '·', `the ${round} time`);
        alice.send(`USER_TYPING:${channel}`);
        await bob.gets(typing(channel, alice), NOT_TOLD);
        await bob.gets(stopped(channel, alice), {
          message: 'typing did not end by itself after TYPING_EXPIRY_MS',
          cause:
            'a client that hangs or loses its network says nothing: a timer for each typist tells the end (synapse#1415: "stuck for days")',
        });
        for (const device of [alice, phone]) await device.getsNothing("one of the typist's own sessions was told of the typing");
      }
      await bob.getsNothing('typing that was over ended a second time');
      const late = await context.join('late');
      late.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:quiet`);
      await late.gets(`MSG:${channel}:quiet`, 'a new subscriber was told of somebody whose typing had expired');
    },
  },
  {
    id: 'typing-extended',
    group,
    title: 'a repeat extends the time: a user who goes on typing outlasts one who began later and fell silent',
    rules: ['P5-1', 'P5-3'],
    startsItself: true,
    async run(context) {
      const broker = await context.start({ TYPING_EXPIRY_MS: EXPIRY_MS });
      const wait = await startClock(context);
      const channel = context.random.word('general');
      const join = (who: string) => enter(context, channel, who, { broker });
      const [alice, dave, amy, bob] = [await join('alice'), await join('dave'), await join('amy'), await join('bob')];
      const elsewhere = context.random.word('other');
      amy.send(`SUBSCRIBE:${elsewhere}`, `USER_TYPING:${elsewhere}`);
      for (const client of [alice, dave, amy]) {
        client.send(`USER_TYPING:${channel}`);
        await bob.gets(typing(channel, client), NOT_TOLD);
      }
      for (let tick = 0; tick < TICKS_PAST_EXPIRY; tick++) {
        await wait(1);
        alice.send(`USER_TYPING:${channel}`);
        amy.send(`USER_TYPING:${elsewhere}`);
      }
      const why = {
        message: 'a user who went on typing stopped before one who had fallen silent',
        cause: 'each USER_TYPING starts the time of TYPING_EXPIRY_MS afresh, for this user and this channel alone',
      };
      await bob.getsInAnyOrder([stopped(channel, dave), stopped(channel, amy)], why);
      await bob.gets(stopped(channel, alice), why);
      await bob.getsNothing('typing that was over ended a second time');
    },
  },
  {
    id: 'typing-anew',
    group,
    title: 'a user who stopped and types again has the whole time again, however the typing had ended',
    rules: ['P5-3', 'P5-4', 'P5-5', 'P5-6'],
    startsItself: true,
    async run(context) {
      const broker = await context.start({ TYPING_EXPIRY_MS: EXPIRY_MS });
      const wait = await startClock(context);
      const channel = context.random.word('general');
      const join = (who: string, user?: string) => enter(context, channel, who, { broker, user });
      const bob = await join('bob');
      const [alice, amy, ann, silent] = [await join('alice'), await join('amy'), await join('ann'), await join('silent')];
      const types = async (client: Client) => {
        client.send(`USER_TYPING:${channel}`);
        await bob.gets(typing(channel, client), NOT_TOLD);
      };
      const first = await join('abe');
      for (const client of [alice, amy, ann, first]) await types(client);
      alice.send(`USER_STOPPED:${channel}`);
      await bob.gets(stopped(channel, alice), 'USER_STOPPED was not told to the subscribers');
      amy.send(`PUBLISH:${channel}:so`);
      await bob.getsAll([stopped(channel, amy), `MSG:${channel}:so`], 'a publish did not end typing just before its message');
      ann.send(`UNSUBSCRIBE:${channel}`, `SUBSCRIBE:${channel}`);
      await bob.gets(stopped(channel, ann), 'UNSUBSCRIBE did not end typing');
      await first.leave();
      await bob.gets(stopped(channel, first), 'a typist who went away was still typing');
      const abe = await join('abe again', first.user);

      await types(silent);
      await wait(5);
      const anew = [alice, amy, ann, abe];
      for (const client of anew) client.send(`USER_TYPING:${channel}`);
      const why = {
        message: 'a user who began to type again had less time than one who began before and fell silent',
        cause: 'a timer outlived the typing that it was for: clear it whenever typing ends, in whatever way',
      };
      await bob.getsInAnyOrder([...anew.map((client) => typing(channel, client)), stopped(channel, silent)], why);
      await bob.getsInAnyOrder(
        anew.map((client) => stopped(channel, client)),
        'typing did not end by itself after TYPING_EXPIRY_MS',
      );
      await bob.getsNothing('typing that was over ended a second time');
    },
  },
  {
    id: 'typing-token-ends',
    group,
    title: 'a typist whose token runs out has stopped',
    rules: ['P5-6', 'P4-9'],
    settings: { TYPING_EXPIRY_MS: '60000' },
    async run(context) {
      const channel = context.random.word('general');
      const bob = await enter(context, channel, 'bob');
      const exp = inSeconds(8);
      const alice = await enter(context, channel, 'alice', { claims: { exp } });
      alice.send(`USER_TYPING:${channel}`);
      await bob.gets(typing(channel, alice), NOT_TOLD);
      const why = {
        message: 'a typist whose token ran out was still typing',
        cause: 'at exp the session is closed, and a closed session, whichever side closed it, leaves nothing behind',
      };
      await bob.gets(stopped(channel, alice), why, exp * 1000 - Date.now() + bob.patience);
    },
  },
  {
    id: 'typing-wrong-setting',
    group,
    title: 'a TYPING_EXPIRY_MS that makes no sense stops the broker at once, with one line that says why',
    rules: ['P0-5'],
    startsItself: true,
    async run(context) {
      await Promise.all(['soon', '0', '-1'].map((value) => refusesSetting(context, 'TYPING_EXPIRY_MS', value)));
    },
  },
];
