// AUTH: how it is answered, what nobody may do before it, and that what follows it in a burst takes effect after it.

import { type Check, wrong } from '../../check.ts';
import type { Client } from '../../client.ts';
import { error, ok } from '../../expected.ts';
import { historyOf, numbered, publish, sameMessages } from '../../messages.ts';
import { loginBursts } from '../../storms/login-bursts.ts';

const group = 'login';

const REFUSED = [
  'SUBSCRIBE:news',
  'UNSUBSCRIBE:news',
  'PUBLISH:news:x',
  'HISTORY:news',
  '@since=0 SUBSCRIBE:news',
  'USER_TYPING:news',
  'DANCE:news',
  'OK:AUTH:alice',
  'SUBSCRIBE',
  'PUBLISH:news',
  'PUBLISH:ne ws:x',
  'HISTORY:news:abc',
];
const NO_FRAMES = ['hello', '', 'auth:x', '@ PUBLISH:news:x', '@label=a/b PUBLISH:news:x', '@from=alice PUBLISH:news:x'];

/** Expects nothing before the refusal of a command sent now: a session without a user has no other question that is answered. */
async function getsNothingYet(stranger: Client, message: string): Promise<void> {
  stranger.send('@label=through HISTORY:news');
  await stranger.gets(error('UNAUTHORIZED', { label: 'through' }), message);
}

export const login: readonly Check[] = [
  {
    id: 'auth',
    group,
    title: 'a good token is answered with OK:AUTH and the name in it, tagged or not',
    rules: ['P4-1', 'P1-13', 'P1-14'],
    async run({ connect, token, random }) {
      const why = {
        message: 'a good token was not answered with OK:AUTH and the name of its user',
        cause: 'AUTH is always answered, so that a client knows where it stands',
      };
      const user = random.word('alice');
      for (const end of ['', '\n']) {
        const plain = await connect('alice');
        plain.send(`AUTH:${token(user)}${end}`);
        await plain.gets(`OK:AUTH:${user}`, why);
        await plain.getsNothing('AUTH was answered more than once');
      }
      const tagged = await connect('alice');
      tagged.send(`@label=l.1 AUTH:${token(user)}`);
      await tagged.gets(ok('AUTH', user, { label: 'l.1' }), why);
      await tagged.getsNothing('AUTH was answered more than once');
    },
  },
  {
    id: 'auth-without-token',
    group,
    title: 'AUTH without a token is BAD_FRAME; everything after the first colon is the token',
    rules: ['P4-1', 'P1-4'],
    async run({ connect, token, random }) {
      const alice = await connect('alice');
      for (const frame of ['AUTH', 'AUTH:', '@label=1 AUTH', '@label=1 AUTH:']) {
        alice.send(frame);
        await alice.gets(error('BAD_FRAME'), 'AUTH without a token was not refused with BAD_FRAME');
      }
      const mallory = await connect('mallory');
      for (const end of [':', ':x', `:${token(random.word('bob'))}`]) {
        mallory.send(`AUTH:${token(random.word('mallory'))}${end}`);
        await mallory.gets(error('UNAUTHORIZED'), {
          message: 'a token with a colon and more after it was not refused with UNAUTHORIZED',
          cause: 'everything after the first colon is the token: do not split it, and do not take the part before the second colon for it',
        });
      }
    },
  },
  {
    id: 'auth-first',
    group,
    title: 'without a user, every verb but AUTH is refused with UNAUTHORIZED, whatever else is wrong with it, and the session stays open',
    rules: ['P4-3', 'P1-16', 'P1-14'],
    async run({ connect, token, random }) {
      const stranger = await connect('stranger');
      for (const frame of REFUSED) {
        stranger.send(frame);
        await stranger.gets(error('UNAUTHORIZED', { label: undefined }), {
          message: 'a command before AUTH was not refused with UNAUTHORIZED',
          cause: 'ask who it is before you look at what is wanted: strangers must not learn whether a verb or a channel exists',
        });
      }
      stranger.send('@label=l.2 PUBLISH:news:x');
      await stranger.gets(error('UNAUTHORIZED', { label: 'l.2' }), 'the refusal of a tagged command did not carry its label');
      for (const frame of NO_FRAMES) {
        stranger.send(frame);
        await stranger.gets(error('BAD_FRAME'), 'before AUTH, something that is not a frame was not refused with BAD_FRAME');
      }
      stranger.sendRaw('a binary message', new TextEncoder().encode('AUTH:x'), { binary: true });
      await stranger.gets(error('BAD_FRAME'), 'before AUTH, a binary message was not refused with BAD_FRAME');
      const user = random.word('alice');
      stranger.send(`AUTH:${token(user)}`);
      await stranger.gets(ok('AUTH', user), 'after refused commands, a good token was not accepted');
    },
  },
  {
    id: 'nothing-before-auth',
    group,
    title: 'what is sent before AUTH has no effect, then or afterwards, and nothing comes',
    rules: ['P4-3', 'P4-4'],
    async run({ connect, join, token, random }) {
      const channel = random.word('news');
      const [stranger, bob] = [await connect('stranger'), await join('bob')];
      const mallory = await connect('mallory');
      const commands = [`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:early`, `@id=e.1;label=early PUBLISH:${channel}:early`];
      for (const client of [stranger, mallory]) client.send(...commands);
      for (const client of [stranger, mallory])
        await client.getsAll(
          commands.map(() => error('UNAUTHORIZED')),
          'a command before AUTH was not refused with UNAUTHORIZED',
        );
      sameMessages((await historyOf(bob, channel)).messages, [], 'a publish before AUTH was stored');
      const real = await publish(bob, channel, 'real');
      await getsNothingYet(stranger, 'a session without a user got a message');
      mallory.send(`AUTH:${token(random.word('mallory'))}`);
      await mallory.gets({ text: 'OK:AUTH:<user>', matches: ({ verb }) => verb === 'OK' }, 'a session without a user got a message');
      const later = await publish(bob, channel, 'later');
      await mallory.getsNothing('a SUBSCRIBE before AUTH subscribed all the same');
      sameMessages((await historyOf(bob, channel)).messages, [real, later], 'a publish before AUTH was stored');
    },
  },
  {
    id: 'auth-in-a-burst',
    group,
    title: 'what is sent in one burst with AUTH takes effect after it, and sessions that log in at the same time are not mixed up',
    rules: ['P4-13', 'P4-12', 'P2-6'],
    run: (context) => loginBursts(context, { sessions: 120 }),
  },
  {
    id: 'auth-in-a-long-burst',
    group,
    title: 'a long burst after AUTH takes effect, all of it and in order; after a bad token, none of it does',
    rules: ['P4-13', 'P4-3'],
    async run({ connect, join, token, random }) {
      const [channel, user] = [random.word('news'), random.word('alice')];
      const [alice, mallory, bob] = [await connect('alice'), await connect('mallory'), await join('bob')];
      const filler = random.text(400); // in all more than a socket hands over at once
      const bodies = numbered(300).map((number) => `${number} ${filler}`);
      alice.send(`AUTH:${token(user)}`, `SUBSCRIBE:${channel}`, ...bodies.map((body) => `PUBLISH:${channel}:${body}`));
      await alice.getsAll([`OK:AUTH:${user}`, ...bodies.map((body) => `MSG:${channel}:${body}`)], {
        message: 'a long burst after AUTH did not take effect, all of it and in order',
        cause: 'while a token is verified, the next frames of its session wait in a queue; none is lost where reading pauses',
      });
      mallory.send(`AUTH:${token(user)}x`, ...bodies.map((body) => `PUBLISH:${channel}:forged ${body}`));
      await mallory.getsAll(
        ['', ...bodies].map(() => error('UNAUTHORIZED')),
        'a command after a bad token was not refused with UNAUTHORIZED',
      );
      const { messages } = await historyOf(bob, channel, 1000);
      if (messages.length !== bodies.length)
        throw wrong('a message published after a bad token was stored', `${bodies.length} messages`, `${messages.length}`);
    },
  },
  {
    id: 'five-failures',
    group,
    title: 'the fifth bad token is answered, and closes the session with 4401; what follows it has no effect',
    rules: ['P4-2', 'P4-6'],
    async run({ connect, join, token, random }) {
      const [channel, user] = [random.word('news'), random.word('alice')];
      const [patient, hasty, bob] = [await connect('patient'), await connect('hasty'), await join('bob')];
      const bad = () => `AUTH:${token(user)}${random.text(3)}`;
      for (let failure = 1; failure <= 4; failure++) {
        patient.send(bad());
        await patient.gets(error('UNAUTHORIZED'), 'a bad token was not refused with UNAUTHORIZED');
      }
      patient.send(`AUTH:${token(user)}`);
      await patient.gets(`OK:AUTH:${user}`, 'after four bad tokens, a good one was not accepted');
      hasty.send(bad(), bad(), bad(), bad(), bad(), bad(), `AUTH:${token(user)}`, `PUBLISH:${channel}:x`);
      await hasty.getsAll(
        numbered(5).map(() => error('UNAUTHORIZED')),
        'not every one of five bad tokens was answered',
      );
      await hasty.closes(4401, {
        message: 'five bad tokens did not close the session with 4401',
        cause: 'a client that tries tokens until one fits must not get as many tries as it likes',
      });
      const [more] = hasty.take();
      if (more !== undefined) throw wrong('after the fifth bad token, a session was still served', 'nothing more', more);
      sameMessages((await historyOf(bob, channel)).messages, [], 'after the fifth bad token, a command took effect');
    },
  },
];
