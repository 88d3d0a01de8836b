import type { Solution } from '../solution.ts';

const OPTIONS = `{ algorithms: ['HS256'], requiredClaims: ['sub', 'exp'] }`;
const CATCH = `catch (error) { throw error instanceof errors.JOSEError ? new Refusal('UNAUTHORIZED', explain(error)) : error; }`;
const CLAIMS = 'return { user: sub, expires: exp * 1000, publish: readPatterns(publish), subscribe: readPatterns(subscribe) };';
const NO_NAME = `if (typeof sub !== 'string' || !isName(sub)) throw new Refusal('UNAUTHORIZED', BAD_TOKEN);`;

export const tokens: readonly Solution[] = [
  {
    task: '3.2',
    name: 'is written with then and catch',
    body: `
    return jwtVerify(token, key, { requiredClaims: ['exp', 'sub'], algorithms: ['HS256'] })
      .catch((error: unknown) => {
        if (error instanceof errors.JOSEError) throw new Refusal('UNAUTHORIZED', explain(error));
        throw error;
      })
      .then((verified) => readClaims(verified.payload));`,
  },
  {
    task: '3.2',
    name: 'believes what it decodes',
    body: `return readClaims(decodeJwt(token));`,
    also: [
      [
        "import { errors, type JWTPayload, jwtVerify } from 'jose';",
        "import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';",
      ],
    ],
    message: 'a token signed with another secret was accepted',
  },
  {
    task: '3.2',
    name: "lets the library's errors out",
    body: `const { payload } = await jwtVerify(token, key, ${OPTIONS}); return readClaims(payload);`,
    message: 'a token signed with another secret came out as a JWSSignatureVerificationFailed instead of a refusal',
  },
  {
    task: '3.2',
    name: 'does not wait in the try',
    body: `try { return jwtVerify(token, key, ${OPTIONS}).then(({ payload }) => readClaims(payload)); } ${CATCH}`,
    message: 'a token signed with another secret came out as a JWSSignatureVerificationFailed instead of a refusal',
  },
  {
    task: '3.2',
    name: 'takes every error for a bad token',
    body: `
    try { const { payload } = await jwtVerify(token, key, ${OPTIONS}); return readClaims(payload); }
    catch (error) { throw new Refusal('UNAUTHORIZED', explain(error as errors.JOSEError)); }`,
    message: "an error that is not the token's fault was turned into a refusal",
  },
  {
    task: '3.2',
    name: 'does nothing with the payload',
    body: `try { const { payload } = await jwtVerify(token, key, ${OPTIONS}); void payload; } ${CATCH}`,
    message: 'verify returned no claims for a good token',
  },
  {
    task: '3.2',
    name: 'leaves the algorithm to the token',
    body: `try { const { payload } = await jwtVerify(token, key, { requiredClaims: ['sub', 'exp'] }); return readClaims(payload); } ${CATCH}`,
    message: 'a token with the algorithm HS512 was accepted',
  },
  {
    task: '3.2',
    name: 'takes tokens without an end',
    body: `try { const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'] }); return readClaims(payload); } ${CATCH}`,
    message: 'a token without exp was accepted',
  },
  {
    task: '3.2',
    name: 'says the same of every bad token',
    body: `
    try { const { payload } = await jwtVerify(token, key, ${OPTIONS}); return readClaims(payload); }
    catch (error) { throw error instanceof errors.JOSEError ? new Refusal('UNAUTHORIZED', BAD_TOKEN) : error; }`,
    message: 'the refusal of an expired token does not say that it has expired',
  },
  {
    task: '3.2',
    name: "says what the library says, where explain doesn't",
    body: `
    try { const { payload } = await jwtVerify(token, key, ${OPTIONS}); return readClaims(payload); }
    catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      throw new Refusal('UNAUTHORIZED', error instanceof errors.JWTExpired ? 'it has expired' : error.message);
    }`,
    message: 'the refusal quotes the token',
  },

  {
    task: '3.5',
    name: 'asks the other way round, and reads the lists first',
    body: `
    const rights = { publish: readPatterns(publish), subscribe: readPatterns(subscribe) };
    if (typeof sub === 'string' && isName(sub)) return { ...rights, user: sub, expires: 1000 * exp };
    throw new Refusal('UNAUTHORIZED', 'this token is not good here');`,
  },
  {
    task: '3.5',
    name: 'leaves exp in seconds',
    body: `${NO_NAME} ${CLAIMS.replace(' * 1000', '')}`,
    message: 'expires is not exp in milliseconds',
  },
  {
    task: '3.5',
    name: 'believes every sub',
    body: CLAIMS.replace('user: sub', 'user: String(sub)'),
    message: 'a token whose sub is "#" was accepted',
  },
  {
    task: '3.5',
    name: 'asks for a text only',
    body: `if (typeof sub !== 'string') throw new Refusal('UNAUTHORIZED', BAD_TOKEN); ${CLAIMS}`,
    message: 'a token whose sub is "#" was accepted',
  },
  {
    task: '3.5',
    name: 'refuses with another code',
    body: `if (typeof sub !== 'string' || !isName(sub)) throw new Refusal('FORBIDDEN', BAD_TOKEN); ${CLAIMS}`,
    message: 'a token whose sub is "#" was refused as FORBIDDEN instead of UNAUTHORIZED',
  },
  {
    task: '3.5',
    name: 'takes a list for a name',
    body: `if (!isName(sub!)) throw new Refusal('UNAUTHORIZED', BAD_TOKEN); ${CLAIMS.replace('user: sub', 'user: sub!')}`,
    message: 'a token whose sub is ["alice"] was accepted',
  },
  {
    task: '3.5',
    name: 'quotes the sub',
    body: `if (typeof sub !== 'string' || !isName(sub)) throw new Refusal('UNAUTHORIZED', \`\${sub} is no name\`); ${CLAIMS}`,
    message: 'the refusal quotes the token',
  },
  {
    task: '3.5',
    name: 'mixes up the lists',
    body: `${NO_NAME} return { user: sub, expires: exp * 1000, publish: readPatterns(subscribe), subscribe: readPatterns(publish) };`,
    message: 'the rights are not those in the token',
  },
  {
    task: '3.5',
    name: 'forgets one list',
    body: `${NO_NAME} return { user: sub, expires: exp * 1000, publish: readPatterns(publish) };`,
    message: 'the rights are not those in the token',
  },
  {
    task: '3.5',
    name: 'takes the lists as they are',
    body: `${NO_NAME} return { user: sub, expires: exp * 1000, publish: publish as string[], subscribe: subscribe as string[] };`,
    message: 'a token whose publish is the text "news" was accepted',
  },

  {
    task: '3.6',
    name: 'walks through the list, and returns a copy',
    body: `
    if (claim !== undefined && !Array.isArray(claim)) throw new Refusal('UNAUTHORIZED', 'write a list');
    for (const pattern of claim ?? []) if (typeof pattern !== 'string') throw new Refusal('UNAUTHORIZED', 'write strings');
    return claim && [...claim];`,
  },
  {
    task: '3.6',
    name: 'takes no absent list',
    body: `
    if (Array.isArray(claim) && claim.every((pattern) => typeof pattern === 'string')) return claim;
    throw new Refusal('UNAUTHORIZED', 'write a list');`,
    message: 'a token without the list was refused',
  },
  {
    task: '3.6',
    name: 'makes an absent list an empty one',
    body: `
    if (claim === undefined) return [];
    if (Array.isArray(claim) && claim.every((pattern) => typeof pattern === 'string')) return claim;
    throw new Refusal('UNAUTHORIZED', 'write a list');`,
    message: 'an absent list did not stay absent',
  },
  {
    task: '3.6',
    name: 'makes an empty list an absent one',
    body: `
    if (claim === undefined || (Array.isArray(claim) && claim.length === 0)) return undefined;
    if (Array.isArray(claim) && claim.every((pattern) => typeof pattern === 'string')) return claim;
    throw new Refusal('UNAUTHORIZED', 'write a list');`,
    message: 'an empty list did not stay empty',
  },
  {
    task: '3.6',
    name: 'takes null for an absent list',
    body: `
    if (!claim) return undefined;
    if (Array.isArray(claim) && claim.every((pattern) => typeof pattern === 'string')) return claim;
    throw new Refusal('UNAUTHORIZED', 'write a list');`,
    message: 'a token whose publish is null was accepted',
  },
  {
    task: '3.6',
    name: 'makes a list of a text',
    body: `
    if (claim === undefined) return undefined;
    if (typeof claim === 'string') return [claim];
    if (Array.isArray(claim) && claim.every((pattern) => typeof pattern === 'string')) return claim;
    throw new Refusal('UNAUTHORIZED', 'write a list');`,
    message: 'a token whose publish is "news" was accepted',
  },
  {
    task: '3.6',
    name: 'takes what is wrong for absent',
    body: `return Array.isArray(claim) && claim.every((pattern) => typeof pattern === 'string') ? claim : undefined;`,
    message: 'a token whose publish is null was accepted',
  },
  {
    task: '3.6',
    name: 'leaves out what is no string',
    body: `
    if (claim === undefined) return undefined;
    if (Array.isArray(claim)) return claim.filter((pattern) => typeof pattern === 'string');
    throw new Refusal('UNAUTHORIZED', 'write a list');`,
    message: 'a token whose publish is ["news",1] was accepted',
  },
  {
    task: '3.6',
    name: 'is content with one string',
    body: `
    if (claim === undefined) return undefined;
    if (Array.isArray(claim) && (claim.length === 0 || claim.some((pattern) => typeof pattern === 'string'))) return claim;
    throw new Refusal('UNAUTHORIZED', 'write a list');`,
    message: 'a token whose publish is ["news",1] was accepted',
  },
];
