// What nobody else may learn: what is said, to whom, and whether somebody is there.

import { type Check, wrong } from '../../check.ts';
import type { Client } from '../../client.ts';
import type { Context } from '../../context.ts';
import { error, msg, ok } from '../../expected.ts';
import { historyOf, numbered, publishAll } from '../../messages.ts';
import { ask, at } from '../../people.ts';

const group = 'secrecy';

/** What somebody who wants to hear what goes to these users may try. */
function triesOf(users: readonly string[]): string[] {
  const names = users.flatMap((user) => [`@${user}`, user, `@${user}.#`, `*${user}`, `inbox.${user}`]);
  return [...names, '@*', '@#', '*', '#', '#.#', '@'].flatMap((target) => [
    `UNSUBSCRIBE:${target}`,
    `@since=0 SUBSCRIBE:${target}`,
    `SUBSCRIBE:${target}`,
    `HISTORY:${target}:1000`,
  ]);
}

/** Sends all of them, and resolves to everything that comes as an answer. */
async function tryAll(client: Client, tries: readonly string[]): Promise<string[]> {
  const got: string[] = [];
  for (const frame of tries) got.push(...(await ask(client, frame)));
  return got;
}

export const secrecy: readonly Check[] = [
  {
    id: 'private-outsider',
    group,
    title: 'an outsider who tries every verb on every name and pattern sees nothing of what two others say or type',
    rules: ['P6-8', 'P6-11'],
    settings: {},
    async run(context) {
      const { random } = context;
      const [alice, bob, outsider] = [await context.join('alice'), await context.join('bob'), random.word('carol')];
      // Carol has an inbox as long as the others': a broker that mistakes theirs for hers has something to show.
      await publishAll(alice, `@${outsider}`, numbered(5));
      const carol = await context.join('carol', { user: outsider });
      const tries = triesOf([alice.user, bob.user]);
      const secrets = [random.word('secret'), random.word('secret'), random.word('secret')];
      const exchange = async (body: string) => {
        alice.send(`USER_TYPING:${at(bob)}`, `PUBLISH:${at(bob)}:${body}`);
        await bob.getsAll(
          [`USER_TYPING:${at(alice)}:${alice.user}`, `USER_STOPPED:${at(alice)}:${alice.user}`, `MSG:${at(alice)}:${body}`],
          'a user did not get a private message, or was not told that it was being typed',
        );
      };
      await exchange(secrets[0] ?? '');
      const seen = await tryAll(carol, tries);
      await exchange(secrets[1] ?? '');
      carol.send(`PUBLISH:${at(alice)}:hello`);
      seen.push(...(await carol.settle()));
      seen.push(...(await tryAll(carol, tries)));
      await exchange(secrets[2] ?? '');
      seen.push(...(await carol.settle()));
      const leak = seen.find((frame) => secrets.some((secret) => frame.includes(secret)) || /^(?:@[^ ]* )?USER_/.test(frame));
      if (leak !== undefined)
        throw wrong(
          'somebody else saw a private message, or that it was being typed',
          'nothing of it, by whatever command',
          leak,
          'private messages belong to users: no SUBSCRIBE, pattern or HISTORY of anybody else may reach an inbox (nats.java#192)',
        );
    },
  },
  {
    id: 'inbox-of-another',
    group,
    title: "SUBSCRIBE of another user's inbox is FORBIDDEN, and so is UNSUBSCRIBE of any; neither has an effect",
    rules: ['P6-5', 'P6-8'],
    async run(context) {
      const [alice, bob, carol] = [await context.join('alice'), await context.join('bob'), await context.join('carol')];
      const why = {
        message: "SUBSCRIBE of another user's inbox, or UNSUBSCRIBE of any, was not FORBIDDEN",
        cause: 'an inbox is not joined or left: a session has its user’s for as long as it is authenticated',
      };
      for (const frame of [`SUBSCRIBE:${at(bob)}`, `UNSUBSCRIBE:${at(bob)}`, `UNSUBSCRIBE:${at(carol)}`]) {
        carol.send(frame);
        await carol.gets(error('FORBIDDEN'), why);
      }
      for (const frame of [`since=0 SUBSCRIBE:${at(bob)}`, `since=0 SUBSCRIBE:@${context.random.word('nobody')}`]) {
        carol.send(`@label=f;${frame}`);
        await carol.gets(error('FORBIDDEN', { label: 'f' }), why);
      }
      alice.send(`PUBLISH:${at(carol)}:to carol`);
      await carol.gets(msg(at(alice), 'to carol'), {
        message: 'an UNSUBSCRIBE that was refused took the inbox away',
        cause: 'what is refused has no effect',
      });
      alice.send(`PUBLISH:${at(bob)}:to bob`);
      await bob.gets(`MSG:${at(alice)}:to bob`, 'a user did not get a private message');
      await carol.getsNothing("a SUBSCRIBE of another user's inbox that was refused subscribed all the same");
    },
  },
  {
    id: 'private-before-auth',
    group,
    title: 'before AUTH nothing is sent to anybody, and nothing comes',
    rules: ['P4-3', 'P4-4', 'P6-1'],
    async run(context) {
      const [alice, bob, stranger] = [await context.join('alice'), await context.join('bob'), await context.connect('stranger')];
      for (const frame of ['PUBLISH:*:x', 'SUBSCRIBE:*', 'HISTORY:*', 'UNSUBSCRIBE:*', 'USER_TYPING:*']) {
        stranger.send(frame.replace('*', at(bob)));
        await stranger.gets(error('UNAUTHORIZED'), 'a private command before AUTH was not refused with UNAUTHORIZED');
      }
      alice.send(`PUBLISH:${at(bob)}:hello`);
      await bob.gets(`MSG:${at(alice)}:hello`, 'a user did not get a private message');
      stranger.send(`AUTH:${context.token(bob.user)}`);
      await stranger.gets(`OK:AUTH:${bob.user}`, 'a session that was not authenticated got something, or a good token was not accepted');
      await bob.getsNothing('something that was sent before AUTH was delivered');
    },
  },
  {
    id: 'private-alike',
    group,
    title: 'answers about a user who is there, one who is away and one who never existed are alike, except for id and seq',
    rules: ['P6-9'],
    async run(context) {
      const online = await context.join('user');
      const away = await context.join('user');
      await away.leave();
      const stories = [
        ['is there', online.user, await tell(context, online.user)],
        ['is away', away.user, await tell(context, away.user)],
        ['never was', '', await tell(context, context.random.word('user'))],
      ] as const;
      const [, , there] = stories[0];
      for (const [what, , story] of stories.slice(1)) {
        const differs = Math.max(there.length, story.length) - 1;
        const first = [...story.keys(), differs].find((n) => story[n] !== there[n]);
        if (first !== undefined && story[first] !== there[first])
          throw wrong(
            'an answer gives away whether a user exists or is there',
            `for a user who ${what} the same as for one who is there: ${there[first] ?? 'no further frame'}`,
            story[first] ?? 'no further frame',
            'store and answer the same way whoever it is for (RFC 6121 §8.5; ejabberd#822): a broker has no list of users to consult',
          );
      }
    },
  },
  {
    id: 'private-rights',
    group,
    title: 'writing or typing to a user needs @name or @* in publish, where the token has that list',
    rules: ['P6-7', 'P4-7', 'P6-11'],
    async run(context) {
      const [bob, carol] = [await context.join('bob'), await context.join('carol')];
      const why = {
        message: 'the right to write to a user was not as the token says',
        cause: 'users have patterns of their own: @bob is bob, @* is all users; # and * are for channels, and cover no user',
      };
      for (const [publish, mayBob, mayCarol] of [
        [['@*'], true, true],
        [[at(bob)], true, false],
        [['news.#', at(carol)], false, true],
        [['#'], false, false],
        [['*', '*.*', '#.#', bob.user, `${bob.user}.#`], false, false],
        [[], false, false],
      ] as const) {
        const alice = await context.join('alice', { claims: { publish: [...publish] } });
        for (const [to, may] of [
          [bob, mayBob],
          [carol, mayCarol],
        ] as const) {
          alice.send(`@label=t USER_TYPING:${at(to)}`, `@label=p PUBLISH:${at(to)}:hello`);
          await alice.gets(may ? ok('USER_TYPING', at(to), { label: 't' }) : error('FORBIDDEN', { label: 't' }), why);
          await alice.gets(may ? ok('PUBLISH', at(to), { label: 'p' }) : error('FORBIDDEN', { label: 'p' }), why);
          if (may)
            await to.getsAll(
              [`USER_TYPING:${at(alice)}:${alice.user}`, `USER_STOPPED:${at(alice)}:${alice.user}`, `MSG:${at(alice)}:hello`],
              why,
            );
          else await to.getsNothing('a private message that was refused came all the same');
        }
        if (mayBob) continue;
        const reader = await context.join("alice's phone", { user: alice.user });
        const { messages } = await historyOf(reader, at(bob));
        if (messages.length > 0)
          throw wrong('a private message that was refused was kept', 'an empty conversation', `${messages.length} messages`);
      }
    },
  },
  {
    id: 'private-bad-names',
    group,
    title: 'a name that no user can have is BAD_CHANNEL, and a frame with a part missing, or one too many, is BAD_FRAME',
    rules: ['P1-4', 'P1-6', 'P1-7', 'P1-16'],
    async run(context) {
      const alice = await context.join('alice', { claims: { publish: [] } });
      const bad = [
        '@',
        '@ne ws',
        '@a.b',
        '@*',
        '@#',
        '@é',
        `@${'x'.repeat(65)}`,
        '@@bob',
        'bob@',
        ...(context.stage < 6 ? ['@bob@broker2', 'news@broker2'] : []),
      ];
      for (const name of bad)
        for (const frame of [`PUBLISH:${name}:x`, `HISTORY:${name}`, `USER_TYPING:${name}`, `UNSUBSCRIBE:${name}`]) {
          alice.send(frame);
          await alice.gets(error('BAD_CHANNEL'), {
            message: 'a name that no user can have was not refused with BAD_CHANNEL',
            cause: 'after the @ comes one word of at most 64 characters, and names are checked before rights',
          });
        }
      for (const frame of ['PUBLISH:@bob', 'SUBSCRIBE:@bob:x', 'UNSUBSCRIBE:@bob:x', 'HISTORY:@bob:0', 'USER_TYPING:@bob:x']) {
        alice.send(frame);
        await alice.gets(error('BAD_FRAME'), 'a private frame with a part missing, or one too many, was not refused with BAD_FRAME');
      }
      await alice.getsNothing('a refused frame was answered more than once');
    },
  },
];

/** All that two sessions of a fresh user are told when she tries every command on another user, without what may differ. */
async function tell({ join, random }: Context, other: string): Promise<string[]> {
  const asker = await join('asker');
  const second = await join("asker's phone", { user: asker.user });
  const limited = await join('limited', { claims: { publish: ['@nobody'] } });
  const id = 'the-same';
  const commands = [
    'PUBLISH:*:hello',
    `@id=${id} PUBLISH:*:hello`,
    `@id=${id} PUBLISH:*:hello`,
    'USER_TYPING:*',
    'USER_TYPING:*',
    'USER_STOPPED:*',
    'USER_STOPPED:*',
    'HISTORY:*',
    '@since=0 HISTORY:*:2',
    'SUBSCRIBE:*',
    '@since=0 SUBSCRIBE:*',
    'UNSUBSCRIBE:*',
    'PUBLISH:*',
    'HISTORY:*:x',
    'USER_TYPING:*:x',
  ].map((command) => command.replace('*', `@${other}`));
  const told: string[] = [];
  for (const command of commands) told.push(...(await ask(asker, command)));
  asker.send(`PUBLISH:@${other}:${random.pick(['plain', 'plain'])}`);
  told.push(...(await asker.settle()), ...(await second.settle()));
  for (const command of commands) told.push(...(await ask(limited, command)));
  return told.map((frame) =>
    frame
      .replaceAll(other, 'OTHER')
      .replaceAll(asker.user, 'ASKER')
      .replaceAll(limited.user, 'LIMITED')
      .replace(/^@[^ ]*(?= )/, (tags) => `@${tagsAlike(tags.slice(1))}`),
  );
}

/** The tags without what may differ, and sorted: a Go map gives them out in a different order each time. */
function tagsAlike(tags: string): string {
  const alike = tags.split(';').map((tag) => tag.replace(/^(id|seq|last|time)=.*/, '$1=…'));
  return alike.toSorted().join(';');
}
