// `pnpm mint alice --publish 'news.#' --ttl 1h`: prints a token for a user, signed with the secret of the brokers on this machine.

import { isName, isPattern } from '@workshop/protocol';
import { DEVELOPMENT_SECRET, signToken } from './development.ts';
import { oneWord, readArguments, UsageError } from './usage.ts';

const USAGE = "type pnpm mint <user> [--publish 'news.#,@bob'] [--subscribe 'news.*'] [--ttl 1h]";
const OPTIONS = { publish: { type: 'string' }, subscribe: { type: 'string' }, ttl: { type: 'string' } } as const;
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const MIN_SECRET_BYTES = 32; // RFC 7518 §3.2

/** What a token says (P4-6, P4-7). Absent rights allow anything. */
export interface Mint {
  readonly user: string;
  readonly ttlSeconds: number;
  readonly rights: { readonly publish?: readonly string[]; readonly subscribe?: readonly string[] };
}

export async function mint(args: readonly string[]): Promise<number> {
  const { user, ttlSeconds, rights } = readMint(args);
  const bytes = new TextEncoder().encode(process.env['AUTH_SECRET'] || DEVELOPMENT_SECRET); // as `dev` of the stages does
  if (bytes.length < MIN_SECRET_BYTES)
    throw new UsageError(`AUTH_SECRET has ${bytes.length} bytes, and ${MIN_SECRET_BYTES} are needed: give the one that your brokers have`);
  console.log(await signToken(user, bytes, `${ttlSeconds} s`, { ...rights }));
  return 0;
}

/** @throws {UsageError} */
export function readMint(args: readonly string[]): Mint {
  const { values, positionals } = readArguments(args, OPTIONS, USAGE);
  const user = oneWord(positionals, 'user', USAGE);
  if (!isName(user)) throw new UsageError(`${user} is not a user: give one word of A-Z a-z 0-9 _ - of at most 64 characters`);
  return {
    user,
    ttlSeconds: readTtl(values.ttl ?? '1h'),
    rights: { ...readRight('publish', values.publish), ...readRight('subscribe', values.subscribe) },
  };
}

/** A list of patterns, separated by commas; an empty list allows nothing. */
function readRight(name: 'publish' | 'subscribe', text: string | undefined): Partial<Record<typeof name, string[]>> {
  if (text === undefined) return {};
  const patterns = text === '' ? [] : text.split(',').map((pattern) => pattern.trim());
  const wrong = patterns.find((pattern) => !(pattern.startsWith('@') ? isUserPattern(pattern.slice(1)) : isPattern(pattern)));
  if (wrong !== undefined) throw new UsageError(`--${name} ${wrong} is not a pattern: give one such as news, news.*, news.#, @bob or @*`);
  return { [name]: patterns };
}

/** `bob`, `bob@broker2`, or `*` for everybody. */
function isUserPattern(text: string): boolean {
  return text === '*' || (text.split('@').length <= 2 && text.split('@').every(isName));
}

function readTtl(text: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const seconds = Number(amount) * (SECONDS[unit as keyof typeof SECONDS] ?? Number.NaN);
  if (seconds > 0) return seconds;
  throw new UsageError(`--ttl ${text} is not a time: give one such as 90s, 15m, 1h or 30d`);
}
