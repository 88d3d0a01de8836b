// How two brokers come to trust each other. Both prove that they know PEER_SECRET, which never crosses the wire, and neither
// does anything that a recording of it could be used for.

import { type Frame, isName, quote } from '@workshop/protocol';
import { NoLink, type Wire } from './wire.ts';

/** Who a broker is. */
export interface Identity {
  readonly name: string;
  /** The epoch of its store: two stores under one name are two brokers. */
  readonly store: string;
  /** Another one at each start of its process. */
  readonly run: string;
}

/** What a broker needs in order to introduce itself. */
export interface Credentials {
  readonly self: Identity;
  /** A code over a text that only those who know PEER_SECRET can make: its HMAC. */
  sign(text: string): string;
}

/** The other broker, proved, and the link's own name: what its dialler made up for it. */
export interface Introduction {
  readonly them: Identity;
  readonly link: string;
}

type Role = 'dialler' | 'acceptor';
interface Hello extends Identity {
  /** Random, and never used again: a proof is good for one conversation. */
  readonly nonce: string;
}

const TOKEN = /^[0-9a-f]{8,64}$/;
const VERSION = 'workshop-peer-1';

/**
 * The dialler's part: HELLO ←, HELLO and PROOF →, PROOF ←.
 *
 * The dialler proves itself first: it calls whom it was told to call, whereas the acceptor would give its proof to anybody who
 * calls, as something to try secrets on.
 * @param heard is called when the other side has answered
 * @throws {NoLink}
 */
export async function introduceAsDialler(wire: Wire, credentials: Credentials, heard: () => void): Promise<Introduction> {
  const dialler = createHello(credentials);
  const acceptor = readHello(await wire.next('HELLO'));
  if (acceptor.run === dialler.run) throw new NoLink('it is the address of this broker itself: take it out');
  heard();
  wire.send(formatHello(dialler));
  wire.send({ verb: 'PROOF', target: prove(credentials, 'dialler', dialler, acceptor) });
  checkProof(await wire.next('PROOF'), prove(credentials, 'acceptor', dialler, acceptor), acceptor);
  wire.isTrusted = true;
  return { them: acceptor, link: dialler.nonce };
}

/**
 * The acceptor's part.
 * @param admit may say no to a broker that has proved itself
 * @throws {NoLink}
 */
export async function introduceAsAcceptor(wire: Wire, credentials: Credentials, admit: (them: Identity) => void): Promise<Introduction> {
  const acceptor = createHello(credentials);
  wire.send(formatHello(acceptor));
  const dialler = readHello(await wire.next('HELLO'));
  checkProof(await wire.next('PROOF'), prove(credentials, 'dialler', dialler, acceptor), dialler);
  wire.isTrusted = true;
  admit(dialler);
  wire.send({ verb: 'PROOF', target: prove(credentials, 'acceptor', dialler, acceptor) });
  return { them: dialler, link: dialler.nonce };
}

/**
 * A code over all that was said. Both nonces: it fits no other conversation. Both names: it fits no other broker. The role: what one
 * side said cannot be said back to it.
 */
function prove({ sign }: Credentials, role: Role, dialler: Hello, acceptor: Hello): string {
  const parts = [dialler, acceptor].flatMap(({ name, store, run, nonce }) => [name, store, run, nonce]);
  return sign([VERSION, role, ...parts].join(' '));
}

function checkProof({ target }: Frame, expected: string, { name }: Identity): void {
  if (!isSame(target ?? '', expected)) throw new NoLink(`${name} knows another PEER_SECRET: give both brokers the same`);
}

/** Takes as long for a text that differs at its start as for one that differs at its end: from the time, nothing can be learned. */
function isSame(text: string, expected: string): boolean {
  let difference = text.length ^ expected.length;
  for (let at = 0; at < expected.length; at += 1) difference |= text.charCodeAt(at) ^ expected.charCodeAt(at);
  return difference === 0;
}

function createHello({ self }: Credentials): Hello {
  return { ...self, nonce: randomToken() };
}

/** 128 random bits. */
export function randomToken(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function formatHello({ name, store, run, nonce }: Hello): Frame {
  return { verb: 'HELLO', target: name, tags: new Map(Object.entries({ store, run, nonce })) };
}

function readHello({ target: name = '', tags }: Frame): Hello {
  const [store = '', run = '', nonce = ''] = ['store', 'run', 'nonce'].map((key) => tags?.get(key) ?? '');
  if (!isName(name) || ![store, run, nonce].every((token) => TOKEN.test(token)))
    throw new NoLink(`its HELLO, as ${quote(name)}, is none: it is no broker of this version`);
  return { name, store, run, nonce };
}
