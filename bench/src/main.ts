// `pnpm bench`: the speed of the stages and of their peers, which take turns in one run.

import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { against } from './against.ts';
import { readArguments, type Wanted } from './arguments.ts';
import { feedback } from './feedback.ts';
import { resultsOf, save, writeJson, writePlots } from './keep.ts';
import { network } from './network.ts';
import { isStage, labelOf } from './peers.ts';
import { ALL } from './peers/all.ts';
import { stage07 } from './peers/stages.ts';
import { Progress } from './progress.ts';
import type { Scenario } from './results.ts';
import { runPlan } from './run.ts';
import { PLANS } from './scenarios/all.ts';
import { QUICK, THOROUGH } from './scenarios/scenario.ts';
import { footnoteOf, tableOf } from './table.ts';

const IDS = PLANS.map(({ id }) => id);

async function comparePeers({ scenarios, rounds, isQuick, peers: named, ...wanted }: Wanted): Promise<void> {
  const isWanted = (id: string) => named.length === 0 || isStage(id) || named.includes(id);
  const asked = ALL.filter(({ id }) => isWanted(id));
  const peers = asked.filter(({ absence }) => absence === undefined);
  const absent = Object.fromEntries([...asked, stage07].flatMap(({ id, absence }) => (absence === undefined ? [] : [[id, absence]])));
  for (const [id, why] of Object.entries(absent)) console.log(`${labelOf(id)} is left out: ${why}`);
  const versions = Object.fromEntries(peers.flatMap(({ id, version }) => (version === undefined ? [] : [[id, version]])));
  const resultsWith = (scenarios: readonly Scenario[]) => resultsOf(rounds, { scenarios, versions, absent });
  const progress = new Progress();
  const measured: Scenario[] = [];
  const effort = isQuick ? QUICK : THOROUGH;
  // All of it is planned before any of it runs: what this machine can't do is said at once, and not when the rest is done.
  const plans = PLANS.filter(({ id }) => scenarios.includes(id)).map((plan) => ({ ...plan, trials: plan.trials(peers, effort) }));
  for (const plan of plans) {
    const scenario = await runPlan(plan, { rounds, progress });
    progress.clear();
    console.log(`\n${tableOf(scenario)}`);
    measured.push(scenario);
    if (wanted.save) save(resultsWith(measured)); // at once: if a later one fails, this one is not lost
  }
  console.log(footnoteOf(measured));
  if (wanted.json !== undefined) writeJson(fromWhereItWasTyped(wanted.json), resultsWith(measured));
  if (wanted.svg !== undefined) writePlots(fromWhereItWasTyped(wanted.svg), measured);
}

function fromWhereItWasTyped(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

try {
  const wanted = readArguments(process.argv.slice(2), IDS);
  const { rounds, special, against: other, only } = wanted;
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`;
  console.log(`${rounds} round${rounds > 1 ? 's' : ''} by turns, medians; ratios within a round (lowest to highest); ${machine}\n`);
  if (special === 'feedback') await feedback(other, only);
  else if (special === 'network') await network(rounds, wanted.save);
  else if (other !== undefined) await against(other, rounds);
  else await comparePeers(wanted);
} catch (error) {
  console.error((error as Error).message.split('\n')[0]);
  process.exitCode = 2;
}
