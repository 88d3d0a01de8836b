// What `pnpm bench` can be told.

import { readArguments as readOptions } from '@workshop/cli/usage';
import { PEERS } from './peers.ts';

/** Scenarios of their own, which run alone and only when asked for: they take minutes, and have tables and files of their own. */
const SPECIAL = ['network', 'feedback'] as const;
type Special = (typeof SPECIAL)[number];

export interface Wanted {
  /** What is to run, instead of scenarios. */
  readonly special: Special | undefined;
  /** Scenarios by id; with none named, all. */
  readonly scenarios: readonly string[];
  readonly rounds: number;
  readonly isQuick: boolean;
  /** Peers that are compared with our stages; with none, all that are there. */
  readonly peers: readonly string[];
  /** Another checkout, to be compared with this one. */
  readonly against: string | undefined;
  /** Limits what a learner waits for to what has one of these texts in its title: with an older checkout, everything takes an hour. */
  readonly only: readonly string[];
  /** Whether the figures are kept for the site, and replace those that are there. */
  readonly save: boolean;
  readonly json: string | undefined;
  readonly svg: string | undefined;
}

const USAGE =
  'type pnpm bench [scenario…] [--rounds N] [--quick] [--peer NAME]… [--json FILE] [--svg FOLDER], pnpm bench --save, ' +
  'pnpm bench network [--save], pnpm bench feedback [--against CHECKOUT] [--only TEXT]…, or pnpm bench --against CHECKOUT';

/**
 * @param known the ids of all scenarios
 * @throws {Error} for wrong usage, as one line that says what is right
 */
export function readArguments(args: readonly string[], known: readonly string[]): Wanted {
  const { values, positionals } = readOptions(
    args,
    {
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      peer: { type: 'string', multiple: true, default: [] },
      against: { type: 'string' },
      save: { type: 'boolean', default: false },
      json: { type: 'string' },
      svg: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
    },
    USAGE,
  );
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100)
    throw new Error(`--rounds ${values.rounds} is wrong: give a whole number from 1 to 100`);
  const special = SPECIAL.find((name) => positionals.includes(name));
  if (special && positionals.length > 1) throw new Error(`${special} runs alone: give no other scenario with it`);
  requireKnown(
    special ? [] : positionals,
    known,
    (name) => `${name} is no scenario: give some of ${known.join(', ')}, or one of ${SPECIAL.join(', ')}, or nothing for all but these two`,
  );
  requireKnown(values.peer, Object.keys(PEERS), (name) => `--peer ${name} is unknown: give one of ${Object.keys(PEERS).join(', ')}`);
  const isPart = special === undefined && positionals.length > 0;
  if (values.save && (isPart || special === 'feedback' || values.against !== undefined || values.quick || values.peer.length > 0))
    throw new Error('--save keeps the figures of a whole run for the site: give it alone or with network, and --rounds if you like');
  if ((values.json !== undefined || values.svg !== undefined) && (special || values.against !== undefined))
    throw new Error(`--json and --svg are for scenarios with peers: give them without ${special ?? '--against'}`);
  return {
    special,
    scenarios: positionals.length > 0 ? positionals : known,
    rounds,
    isQuick: values.quick,
    peers: values.peer,
    against: values.against,
    only: values.only,
    save: values.save,
    json: values.json,
    svg: values.svg,
  };
}

function requireKnown(names: readonly string[], known: readonly string[], explain: (name: string) => string): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(explain(unknown));
}
