// What `dev` adds to a stage that asks for tokens: a key where none is set, and links to the client that are logged in already.

import { SignJWT } from 'jose';

/** Everybody knows it: with it, everybody can be anybody. */
export const DEVELOPMENT_SECRET = 'the secret of a broker that is being developed';

/** Runs a stage's main module, then prints a link for alice and one for bob. A token stands behind the `#`, which no browser sends (P4-14). */
export async function develop(start: () => Promise<{ readonly url: string | undefined }>): Promise<void> {
  const isSet = Boolean(process.env['AUTH_SECRET']);
  const secret = (process.env['AUTH_SECRET'] ||= DEVELOPMENT_SECRET);
  const { url } = await start();
  if (url === undefined) return;
  if (!isSet) console.log('  AUTH_SECRET is not set: this broker uses one that everybody knows, and is for development alone');
  for (const user of ['alice', 'bob']) console.log(`  as ${user}: ${url.replace('ws:', 'http:')}/#token=${await mint(user, secret)}`);
}

function mint(user: string, secret: string): Promise<string> {
  const token = new SignJWT().setProtectedHeader({ alg: 'HS256' }).setSubject(user).setExpirationTime('30 days');
  return token.sign(new TextEncoder().encode(secret));
}
