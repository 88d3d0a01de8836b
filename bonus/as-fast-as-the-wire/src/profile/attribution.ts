// Where the CPU went: gives each sample of a V8 profile to a part of the broker's work.

import type { Profiler, Runtime } from 'node:inspector';
import { type Part, PARTS, type Shares } from './parts.ts';

type Frame = Pick<Runtime.CallFrame, 'functionName' | 'url'>;

/** As far as it is needed here. */
export interface Profile {
  readonly nodes: readonly (Pick<Profiler.ProfileNode, 'id' | 'hitCount' | 'children'> & { readonly callFrame: Frame })[];
}

/** Node's names for its ways to write to a socket: each of them ends in one system call. */
const WRITES = new Set(['writeBuffer', 'writev', 'writeUtf8String', 'writeLatin1String', 'writeAsciiString']);

/** What V8 calls time that no function took. */
const SPECIAL = new Map<string, Part | 'idle'>([
  ['(root)', 'idle'],
  ['(idle)', 'idle'],
  ['(program)', 'outside'],
  ['(garbage collector)', 'garbage'],
]);

/** @throws {Error} when the profile has no sample of a busy broker */
export function sharesOf({ nodes }: Profile): Shares {
  const samples = Object.fromEntries(Object.keys(PARTS).map((part) => [part, 0])) as Record<Part, number>;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visit = (id: number, caller: Part) => {
    const node = byId.get(id);
    if (!node) return;
    const part = partOf(node.callFrame) ?? caller;
    if (part !== 'idle') samples[part] += node.hitCount ?? 0;
    for (const child of node.children ?? []) visit(child, part === 'idle' ? 'outside' : part);
  };
  const [root] = nodes;
  if (root) visit(root.id, 'outside');
  const all = Object.values(samples).reduce((sum, count) => sum + count, 0);
  if (all === 0) throw new Error('the profile has no samples: was the broker busy?');
  for (const part of Object.keys(PARTS) as Part[]) samples[part] /= all;
  return samples;
}

/** Nothing for what belongs to its caller, such as a function built into V8. */
function partOf({ functionName, url }: Frame): Part | 'idle' | undefined {
  const special = SPECIAL.get(functionName);
  if (special) return special;
  if (url === '') return WRITES.has(functionName) ? 'write' : undefined;
  if (/^node:(internal\/)?buffer$/.test(url)) return 'encoding';
  if (url.startsWith('node:')) return 'node';
  if (url.includes('/node_modules/ws/')) return 'ws';
  return /^(format|encode)/.test(functionName) ? 'encoding' : 'own';
}
