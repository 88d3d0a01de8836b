// Tokens: a JSON Web Token, signed with HMAC-SHA256, says who somebody is and what is allowed (RFC 7519, RFC 7515).

import { createHmac, timingSafeEqual } from 'node:crypto';
import { isName, Refusal } from './frames.mjs';

const BASE64URL = /^[A-Za-z0-9_-]+$/;

/**
 * @typedef {object} Identity
 * @property {string} user
 * @property {string[]} [publish] patterns; absent means anything, an empty list nothing (P4-7)
 * @property {string[]} [subscribe]
 * @property {number} expires ms since 1970
 */

/**
 * @param {string} token
 * @param {string} secret
 * @returns {Identity}
 * @throws {Refusal} with the reason, and with nothing of the token in it
 */
export function verify(token, secret) {
  const [header, claims, signature, ...more] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0)
    throw bad('a token has three parts with dots between');
  const { alg, crit } = decode(header);
  if (alg !== 'HS256') throw bad('only tokens signed with HS256 are taken');
  if (crit !== undefined) throw bad('the token asks for an extension that is not known here');
  const expected = Buffer.from(createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url'));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw bad("the signature does not fit: is it signed with this broker's AUTH_SECRET?");
  return identify(decode(claims));
}

/**
 * @param {Record<string, unknown>} claims
 * @returns {Identity}
 */
function identify({ sub, exp, nbf, publish, subscribe }) {
  const now = Date.now() / 1000;
  if (!isName(sub)) throw bad('sub is not the name of a user');
  if (typeof exp !== 'number') throw bad('exp is missing, or is no number');
  if (exp <= now) throw bad('the token has expired');
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now)) throw bad('the token is not valid yet');
  return { user: sub, expires: exp * 1000, ...patterns({ publish }), ...patterns({ subscribe }) };
}

/**
 * @param {Record<string, unknown>} claim one right
 * @returns {Record<string, string[]>} empty where the claim is absent
 */
function patterns(claim) {
  const [[right, value] = ['', undefined]] = Object.entries(claim);
  if (value === undefined) return {};
  if (!Array.isArray(value) || !value.every((pattern) => typeof pattern === 'string')) throw bad(`${right} is no list of patterns`);
  return { [right]: value };
}

/**
 * @param {string} part
 * @returns {Record<string, unknown>}
 */
function decode(part) {
  try {
    const value = BASE64URL.test(part) && JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // no JSON: said below
  }
  throw bad('a part of the token is no JSON object in base64url');
}

/** @param {string} reason */
function bad(reason) {
  return new Refusal('UNAUTHORIZED', reason);
}
