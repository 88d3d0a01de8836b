// The data-flow pictures: in both layouts nothing overlaps, every text has room, and every step is told.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Flow } from '../.vitepress/theme/flow/flow.ts';
import { layOut, LINE_CHARACTER, needs, type Picture } from '../.vitepress/theme/flow/layout.ts';
import { DOCS } from './pages.ts';

const folder = join(DOCS, 'pictures');
const pictures = await Promise.all(
  readdirSync(folder).map(async (file) => ({
    file,
    flow: ((await import(pathToFileURL(join(folder, file)).href)) as { flow: Flow }).flow,
  })),
);

interface Area {
  readonly what: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function areasOf({ boxes, wires }: Picture): Area[] {
  return [
    ...boxes.map(({ box, x, y, width, height }) => ({ what: `box ${box.id}`, left: x, right: x + width, top: y, bottom: y + height })),
    ...wires.flatMap(({ wire, middle: { x, y }, label }): Area[] => {
      const what = `${wire.from} to ${wire.to}`;
      const badge = wire.step === undefined ? [] : [{ what: `badge ${what}`, left: x - 10, right: x + 10, top: y - 10, bottom: y + 10 }];
      if (!label || !wire.label) return badge;
      const width = wire.label.length * LINE_CHARACTER;
      const left = label.anchor === 'middle' ? label.x - width / 2 : label.x;
      return [...badge, { what: `label ${what}`, left, right: left + width, top: label.y - 9, bottom: label.y + 3 }];
    }),
  ];
}

function overlap(a: Area, b: Area): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

describe.each(pictures)('$file', ({ flow }) => {
  describe.each(['wide', 'narrow'] as const)('%s', (shape) => {
    const picture = layOut(flow, shape);

    test('nothing overlaps', () => {
      const areas = areasOf(picture);
      const overlaps = areas.flatMap((a, n) => areas.slice(n + 1).flatMap((b) => (overlap(a, b) ? [`${a.what} and ${b.what}`] : [])));
      expect(overlaps).toEqual([]);
    });

    test('nothing sticks out, and every box has room for its texts', () => {
      const out = areasOf(picture).filter(
        ({ left, right, top, bottom }) => left < 0 || right > picture.width || top < 0 || bottom > picture.height,
      );
      expect(out.map(({ what }) => what)).toEqual([]);
      const tight = picture.boxes.filter(({ box, width, height }) => needs(box).width > width + 1 || needs(box).height > height + 1);
      expect(tight.map(({ box }) => box.id)).toEqual([]);
    });
  });

  test('the steps that wires bear are those that the words tell', () => {
    const numbers = new Set(flow.wires.flatMap(({ step }) => (step === undefined ? [] : [step])));
    expect([...numbers].toSorted((a, b) => a - b)).toEqual(flow.steps.map((_, n) => n + 1));
  });
});
