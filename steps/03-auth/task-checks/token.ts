// What the tasks in exercise/token.ts must do, seen from inside.

import { createHmac } from 'node:crypto';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { refusalOf } from '@workshop/cli/task-checks/refusal';
import { Refusal } from '@workshop/protocol';
import { createVerifier } from '#token';

const SECRET = 'a secret of more than thirty-two bytes';
const verify = createVerifier(SECRET);
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const good = { sub: 'alice', exp: inSeconds(60) };

/** A token signed with an HMAC, whatever stands in it. */
function mint(claims: object, header: object = { alg: 'HS256' }, secret = SECRET): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims)}`;
  const hash = 'alg' in header && header.alg === 'HS512' ? 'sha512' : 'sha256';
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

/** What becomes of a token: `accepted`, the code of its refusal, or the name of another error. */
async function fateOf(token: string, by = verify): Promise<string> {
  try {
    await by(token);
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal && error.code === 'TODO') throw error;
    return error instanceof Refusal ? error.code : String((error as Error).name);
  }
}

/** The text with which a token is refused. */
async function textOf(token: string): Promise<string> {
  return verify(token).then(
    () => 'accepted',
    (error: Error) => error.message,
  );
}

/** What a claim `publish` comes out as. */
const readList = async (publish: unknown) => (await verify(mint({ ...good, publish }))).publish;

const JOSE = 'jwtVerify throws a JOSEError of some kind: throw a Refusal UNAUTHORIZED in its place';

export const checks: TaskChecks = {
  '3.2': {
    'a token that somebody else signed is refused as UNAUTHORIZED': async () => {
      const message = 'a token that was signed with another secret was not refused as UNAUTHORIZED';
      same(await fateOf(mint(good, { alg: 'HS256' }, `${SECRET}!`)), 'UNAUTHORIZED', message, `await jwtVerify(token, key, …). ${JOSE}`);
      same(await fateOf('hello'), 'UNAUTHORIZED', 'a text that is no token was not refused as UNAUTHORIZED', JOSE);
    },
    "an error that is not the token's fault is thrown on": async () => {
      const fate = await fateOf(mint(good), createVerifier('')); // no key can be made of it
      const message = "an error of the broker's own was not thrown on";
      const cause = 'only a JOSEError (error instanceof errors.JOSEError) is the fault of the token: throw any other error as it is';
      same(fate === 'UNAUTHORIZED' || fate === 'accepted' ? fate : 'thrown on', 'thrown on', message, cause);
    },
    'a good token gives what it claims': async () => {
      const claims: unknown = await verify(mint(good));
      same(typeof claims, 'object', 'verify returned no claims for a good token', 'return readClaims(payload)');
    },
    'HS256 is the only algorithm': async () => {
      const message = 'a token with another algorithm than HS256 was not refused as UNAUTHORIZED';
      const cause = "never leave the algorithm to the token: give jwtVerify the option algorithms: ['HS256']";
      for (const alg of ['HS512', 'none', 'RS256'])
        same(`${alg}: ${await fateOf(mint(good, { alg }))}`, `${alg}: UNAUTHORIZED`, message, cause);
    },
    'a token must have an end': async () => {
      const cause = "the library checks exp only if there is one: require it with the option requiredClaims: ['sub', 'exp']";
      same(await fateOf(mint({ sub: 'alice' })), 'UNAUTHORIZED', 'a token without exp was not refused as UNAUTHORIZED', cause);
      same(
        await fateOf(mint({ ...good, exp: inSeconds(-60) })),
        'UNAUTHORIZED',
        'a token that has expired was not refused as UNAUTHORIZED',
      );
    },
    'the text of the refusal is ours': async () => {
      const expired = await textOf(mint({ ...good, exp: inSeconds(-60) }));
      same(
        expired.includes('has expired'),
        true,
        'the refusal of an expired token does not say that it has expired',
        'its text is explain(error)',
      );
      const text = await textOf(mint(good, { alg: 'HS256', crit: ['of-the-token'], 'of-the-token': 1 }));
      same(text.includes('of-the-token'), false, 'the refusal quotes the token', "its text is explain(error): the library's own may quote");
    },
  },
  '3.5': {
    'sub is the user, and exp the end in milliseconds': async () => {
      const { user, expires } = await verify(mint(good));
      same(user, 'alice', 'the user is not the sub of the token');
      same(expires, good.exp * 1000, 'expires is not exp in milliseconds', 'exp is in seconds since 1970, expires in milliseconds');
    },
    'a sub that is no name is refused as UNAUTHORIZED': async () => {
      const message = 'a sub that is no name was not refused as UNAUTHORIZED';
      const cause = 'a user called # or a.b is a pattern or a channel elsewhere: refuse what isName(sub) does not take';
      for (const sub of ['#', 'a.b', '', '@bob', 'x'.repeat(65)])
        same(`"${sub}" ${await fateOf(mint({ ...good, sub }))}`, `"${sub}" UNAUTHORIZED`, message, cause);
    },
    'a sub that is no string is refused as UNAUTHORIZED': async () => {
      const cause = 'isName makes a text of it: ask for typeof sub first';
      for (const sub of [42, true, ['alice']]) {
        const message = 'a sub that is no string was not refused as UNAUTHORIZED';
        same(`${sub} ${await fateOf(mint({ ...good, sub }))}`, `${sub} UNAUTHORIZED`, message, cause);
      }
    },
    'the refusal quotes nothing of the token': async () => {
      const text = await textOf(mint({ ...good, sub: 'evil.name' }));
      same(text.includes('evil'), false, 'the refusal quotes the token', 'its text is BAD_TOKEN');
    },
    'each list of rights is its own': async () => {
      const { publish, subscribe } = await verify(mint({ ...good, publish: ['news'], subscribe: ['sport'] }));
      const cause = 'publish: readPatterns(publish), and subscribe likewise';
      same({ publish, subscribe }, { publish: ['news'], subscribe: ['sport'] }, 'the rights are not those in the token', cause);
    },
    'both lists are read with readPatterns': async () => {
      const message = 'a list of rights that is none was not refused';
      for (const claim of ['publish', 'subscribe'])
        same(
          `${claim}: ${await fateOf(mint({ ...good, [claim]: 'news' }))}`,
          `${claim}: UNAUTHORIZED`,
          message,
          'readPatterns looks at each',
        );
    },
  },
  '3.6': {
    'an absent list stays absent': async () => {
      const message = 'a token without the list was refused';
      same(
        await refusalOf(() => verify(mint(good))),
        'no refusal',
        message,
        'a token need not have the list: return undefined for undefined',
      );
      same(
        await readList(undefined),
        undefined,
        'an absent list did not stay absent',
        'an absent list allows everything, an empty one nothing',
      );
    },
    'a list is returned as it is': async () => {
      same(await readList(['news.#', '@*']), ['news.#', '@*'], 'a list of patterns did not come out as it is', 'return claim');
    },
    'an empty list stays empty': async () => {
      const message = 'a token with an empty list was refused';
      same(await refusalOf(() => readList([])), 'no refusal', message, 'an empty list is a list, and allows nothing');
      same(await readList([]), [], 'an empty list did not stay empty', 'an absent list allows everything, an empty one nothing');
    },
    'what is no list is refused as UNAUTHORIZED': async () => {
      const message = 'a limit that somebody wrote wrongly was not refused as UNAUTHORIZED';
      const cause =
        'only undefined is an absent list. If anything else that is no list came out as undefined, there would be no limit at all';
      for (const claim of [null, 'news', '', false, 0, { news: true }, { length: 0 }]) {
        const shown = JSON.stringify(claim);
        same(`${shown} ${await fateOf(mint({ ...good, publish: claim }))}`, `${shown} UNAUTHORIZED`, message, cause);
      }
    },
    'a list with something else in it is refused as UNAUTHORIZED': async () => {
      const message = 'a list with something else than a string in it was not refused as UNAUTHORIZED';
      for (const claim of [['news', 1], [1, 'news'], [null], [['news']]]) {
        const shown = JSON.stringify(claim);
        same(
          `${shown} ${await fateOf(mint({ ...good, publish: claim }))}`,
          `${shown} UNAUTHORIZED`,
          message,
          'every element must be a string',
        );
      }
    },
  },
};
