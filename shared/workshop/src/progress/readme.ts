// `pnpm progress --readme FILE`: a README of the learner's own network, and its badge. Both are made locally: nothing is fetched, and
// nothing is sent.

import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { type Figures, summaryOf } from './story.ts';
import { UsageError } from '../usage.ts';

/**
 * Writes the README and its badge, side by side.
 * @param root of the workshop
 * @returns their paths
 * @throws {UsageError} when one of them exists already, its folder doesn't, or there is nothing to show
 */
export function writeReadme(path: string, figures: Figures, root: string): string[] {
  const file = resolve(path);
  if (extname(file) !== '.md') throw new UsageError(`${path} is not a name for a README: give one that ends in .md, such as MY-NETWORK.md`);
  const badge = file.replace(/\.md$/, '.svg');
  for (const each of [file, badge]) {
    if (existsSync(each)) throw new UsageError(`${each} is there already, and is not written over: give another name`);
  }
  if (!existsSync(dirname(file))) throw new UsageError(`${path} has no folder yet: make ${dirname(file)} first`);
  if (!figures.stages.some(({ tasks }) => tasks.right > 0))
    throw new UsageError('No task is right yet, so there is nothing to show: pnpm start');
  writeFileSync(
    file,
    readmeOf(figures, basename(badge), (place) => linkTo(place, dirname(file), root)),
  );
  writeFileSync(badge, badgeOf(figures));
  return [file, badge];
}

/** A link to a file of the workshop, if the README lies inside it; otherwise, the file's name. */
function linkTo(place: string, folder: string, root: string): string {
  const inside = relative(root, folder);
  const name = basename(place);
  if (inside.startsWith('..') || isAbsolute(inside)) return `\`${name}\``;
  return `[${name}](${relative(folder, join(root, place)).replaceAll('\\', '/')})`;
}

function readmeOf(figures: Figures, badge: string, link: (place: string) => string): string {
  const { stages } = figures;
  const rows = stages.map(({ stage, tasks, checks, done, files }) => {
    const verdict = done ? `all ${checks.all} checks pass` : `${tasks.right} of ${tasks.all} tasks right`;
    return `| ${stage.name} | ${verdict} | ${files.map(link).join(', ')} |`;
  });
  const last = stages.at(-1)?.stage;
  const figureLines = summaryOf(figures).map((line) => `- ${line.replace(/^You /, 'I ')}`);
  return `# My messaging network

![messaging network: ${stagesDone(figures)}](${badge})

A network of WebSocket pub/sub brokers in TypeScript, from the workshop "Build Your Own Messaging Network". The workshop gives the sockets,
the settings and the signatures; I wrote what the brokers do, in the files below.

| stage | verdict | my code |
| --- | --- | --- |
${rows.join('\n')}

## Run it

In the folder of the workshop, with Node.js 20 or later:

\`\`\`sh
npx -y pnpm@12 --filter ${last?.name} ${last?.number === NETWORK ? 'dev:network:exercise' : 'dev:exercise'}
\`\`\`

## How it went

${figureLines.join('\n')}
`;
}

/** The stage that has several brokers. */
const NETWORK = '06';

function stagesDone({ stages, all }: Figures): string {
  return `${stages.filter(({ done }) => done).length} of ${all.stages} stages`;
}

const HEIGHT = 20;
const PADDING = 8;
/** About the width of a letter, in px: fonts differ. */
const LETTER = 6.5;
const widthOf = (text: string) => text.length * LETTER + 2 * PADDING;

/** In the shape that badges have in READMEs. */
function badgeOf(figures: Figures): string {
  const isAll = figures.stages.filter(({ done }) => done).length === figures.all.stages;
  const [name, stages] = ['messaging network', stagesDone(figures)];
  const [left, right] = [widthOf(name), widthOf(stages)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" role="img" aria-label="${name}: ${stages}">
  <clipPath id="round"><rect width="${left + right}" height="${HEIGHT}" rx="3"/></clipPath>
  <g clip-path="url(#round)">
    <rect width="${left}" height="${HEIGHT}" fill="#444"/>
    <rect x="${left}" width="${right}" height="${HEIGHT}" fill="${isAll ? '#0c7680' : '#8a6d00'}"/>
  </g>
  <g fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" text-anchor="middle">
    <text x="${left / 2}" y="14">${name}</text>
    <text x="${left + right / 2}" y="14">${stages}</text>
  </g>
</svg>
`;
}
