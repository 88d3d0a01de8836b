// What the tasks in exercise/token.ts must do, seen from inside.

import { inSeconds, sign } from '@workshop/checks/tokens';
import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { NO_REFUSAL, refusalOf, textOf } from '@workshop/cli/task-checks/refusal';
import { ERROR_CODES, Refusal } from '@workshop/protocol';
import { createVerifier } from '#token';

const SECRET = 'a secret of more than thirty-two bytes';
const verify = createVerifier(SECRET);
const good = { sub: 'alice', exp: inSeconds(60) };

/** A token signed with an HMAC, whatever is in it. */
function mint(claims: object, header: object = { alg: 'HS256' }, secret = SECRET): string {
  return sign(claims, secret, header, 'alg' in header && header.alg === 'HS512' ? 'HS512' : 'HS256');
}

/** What becomes of a token: `accepted`, the code of its refusal, or the name of another error. */
async function fateOf(token: string, by = verify): Promise<string> {
  try {
    const code = await refusalOf(() => by(token));
    return code === NO_REFUSAL ? 'accepted' : code;
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error)) throw error;
    return error.name;
  }
}

/** Throws unless a token is refused as UNAUTHORIZED. @param what it is, as the message begins */
async function mustBeBad(token: string, what: string, cause: string): Promise<void> {
  const fate = await fateOf(token);
  const isRefused = fate in ERROR_CODES;
  const instead = isRefused ? `was refused as ${fate} instead of UNAUTHORIZED` : `came out as a ${fate} instead of a refusal`;
  same(fate, 'UNAUTHORIZED', `${what} ${fate === 'accepted' ? 'was accepted' : instead}`, cause);
}

/** What a claim `publish` comes out as. */
const readList = async (publish: unknown) => (await verify(mint({ ...good, publish }))).publish;

const JOSE = 'jwtVerify throws a JOSEError of some kind: throw a Refusal UNAUTHORIZED in its place';

export const checks: TaskChecks = {
  '3.2': {
    'a token that somebody else signed is refused as UNAUTHORIZED': async () => {
      const forged = mint(good, { alg: 'HS256' }, `${SECRET}!`);
      await mustBeBad(forged, 'a token signed with another secret', `verify it with await jwtVerify(token, key, …). ${JOSE}`);
      await mustBeBad('hello', 'a text that is not a token', JOSE);
    },
    "an error that is not the token's fault is thrown on": async () => {
      const fate = await fateOf(mint(good), createVerifier('')); // no key can be made of it
      const cause = 'only a JOSEError (error instanceof errors.JOSEError) is the fault of the token: throw any other error as it is';
      const message = `an error that is not the token's fault was ${fate === 'accepted' ? 'swallowed' : 'turned into a refusal'}`;
      same(['accepted', 'UNAUTHORIZED'].includes(fate) ? fate : 'thrown on', 'thrown on', message, cause);
    },
    'HS256 is the only algorithm': async () => {
      const cause = "never leave the algorithm to the token: give jwtVerify the option algorithms: ['HS256']";
      for (const alg of ['HS512', 'none', 'RS256']) await mustBeBad(mint(good, { alg }), `a token with the algorithm ${alg}`, cause);
    },
    'a token must have an end': async () => {
      const cause = "the library checks exp only if there is one: require it with the option requiredClaims: ['sub', 'exp']";
      await mustBeBad(mint({ sub: 'alice' }), 'a token without exp', cause);
      await mustBeBad(mint({ ...good, exp: inSeconds(-60) }), 'a token that has expired', 'jwtVerify looks at exp');
    },
    'the text of the refusal is ours': async () => {
      const expired = await textOf(() => verify(mint({ ...good, exp: inSeconds(-60) })));
      const unsaid = 'the refusal of an expired token does not say that it has expired';
      if (!expired.includes('has expired')) throw wrong(unsaid, 'this token has expired: …', expired, 'its text is explain(error)');
      const text = await textOf(() => verify(mint(good, { alg: 'HS256', crit: ['of-the-token'], 'of-the-token': 1 })));
      const cause = "its text is explain(error): the library's own text may quote";
      if (text.includes('of-the-token')) throw wrong('the refusal quotes the token', 'nothing of it in the text', text, cause);
    },
    'a good token gives what it claims': async () => {
      const claims: unknown = await verify(mint(good));
      same(typeof claims, 'object', 'verify returned no claims for a good token', 'return readClaims(payload)');
    },
  },
  '3.5': {
    'sub is the user, and exp the end in milliseconds': async () => {
      const { user, expires } = await verify(mint(good));
      same(user, 'alice', 'the user is not the sub of the token');
      same(expires, good.exp * 1000, 'expires is not exp in milliseconds', 'exp is in seconds since 1970, expires in milliseconds');
    },
    'a sub that is not a name is refused as UNAUTHORIZED': async () => {
      const cause = 'a user called # or a.b is a pattern or a channel elsewhere: refuse a sub that isName does not accept';
      for (const sub of ['#', 'a.b', '', '@bob', 'x'.repeat(65)])
        await mustBeBad(mint({ ...good, sub }), `a token whose sub is "${sub}"`, cause);
    },
    'a sub that is not a string is refused as UNAUTHORIZED': async () => {
      const cause = "isName takes other values for their text: ask for typeof sub === 'string' first";
      for (const sub of [42, true, ['alice']])
        await mustBeBad(mint({ ...good, sub }), `a token whose sub is ${JSON.stringify(sub)}`, cause);
    },
    'the refusal quotes nothing of the token': async () => {
      const text = await textOf(() => verify(mint({ ...good, sub: 'evil.name' })));
      if (text.includes('evil')) throw wrong('the refusal quotes the token', 'nothing of it in the text', text, 'its text is BAD_TOKEN');
    },
    'each list of rights is its own': async () => {
      const { publish, subscribe } = await verify(mint({ ...good, publish: ['news'], subscribe: ['sport'] }));
      const cause = 'publish: readPatterns(publish), and subscribe likewise';
      same({ publish, subscribe }, { publish: ['news'], subscribe: ['sport'] }, 'the rights are not those in the token', cause);
    },
    'both lists are read with readPatterns': async () => {
      const cause = 'readPatterns(publish) and readPatterns(subscribe) refuse anything but a list';
      for (const claim of ['publish', 'subscribe'])
        await mustBeBad(mint({ ...good, [claim]: 'news' }), `a token whose ${claim} is the text "news"`, cause);
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
    'anything but a list is refused as UNAUTHORIZED': async () => {
      const cause =
        'only undefined is an absent list. If anything else came out as undefined, a limit that somebody wrote wrongly would be no limit';
      for (const publish of [null, 'news', '', false, 0, { news: true }, { length: 0 }])
        await mustBeBad(mint({ ...good, publish }), `a token whose publish is ${JSON.stringify(publish)}`, cause);
    },
    'a list with something else in it is refused as UNAUTHORIZED': async () => {
      for (const publish of [['news', 1], [1, 'news'], [null], [['news']]])
        await mustBeBad(
          mint({ ...good, publish }),
          `a token whose publish is ${JSON.stringify(publish)}`,
          'every element must be a string',
        );
    },
  },
};
