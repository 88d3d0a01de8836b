// Where everything in a data-flow picture stands. The same flow is laid out twice: from left to right, and, for a narrow
// screen, from top to bottom. Both are computed along a main axis (the columns) and a cross axis (the boxes of a column).

import type { Box, Flow, Wire } from './flow.ts';

export type Shape = 'wide' | 'narrow';

export interface PlacedBox {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface PlacedWire {
  readonly wire: Wire;
  readonly path: string;
  /** The middle of the wire, where its number is drawn. */
  readonly middle: Point;
  /** The label, where there is room for it. */
  readonly label: (Point & { readonly anchor: 'middle' | 'start' }) | undefined;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly wires: readonly PlacedWire[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Widths of one character, a little generous: the fonts are the reader's. */
const TITLE_CHARACTER = 8.8;
export const LINE_CHARACTER = 7.9;

const WIDTH = { wide: 688, narrow: 312 } as const;
const PADDING = 14;
const BOX_HEIGHT = 48;
const LINE_HEIGHT = 19;
/** Between two wires of the same pair of boxes: room for a label above each. */
const WIRE_PITCH = 38;
const STACK_GAP = 20;
const BAND_GAP = 68;
/** Between two boxes of a column with a wire between them. */
const WIRED_GAP = 60;
const MARGIN = 2;
/** Between the end of a wire and the box it points at. */
const ARROW_GAP = 3;

/** @throws {Error} for a wire between boxes that don't exist or aren't neighbours */
export function layOut(flow: Flow, shape: Shape): Picture {
  const columns = columnsOf(flow);
  const boxes = shape === 'wide' ? placeWide(flow, columns) : placeNarrow(flow, columns);
  const height = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN;
  return { width: WIDTH[shape], height, boxes, wires: placeWires(flow, boxes, shape) };
}

function columnsOf(flow: Flow): Box[][] {
  const columns: Box[][] = [];
  for (const box of flow.boxes) (columns[box.column] ??= []).push(box);
  return columns;
}

/** What the texts of a box need. */
export function needs(box: Box): { width: number; height: number } {
  const lines = box.lines ?? [];
  const text = Math.max(box.title.length * TITLE_CHARACTER, ...lines.map((line) => line.length * LINE_CHARACTER));
  return { width: text + 2 * PADDING, height: lines.length === 0 ? BOX_HEIGHT : 46 + lines.length * LINE_HEIGHT };
}

function parallel(flow: Flow, a: string, b: string): Wire[] {
  return flow.wires.filter(({ from, to }) => (from === a && to === b) || (from === b && to === a));
}

/** The room that the wires to its busiest neighbour need along an edge. */
function wiring(flow: Flow, box: Box): number {
  const most = Math.max(0, ...flow.boxes.map((other) => (other === box ? 0 : parallel(flow, box.id, other.id).length)));
  return most < 2 ? 0 : most * WIRE_PITCH + 4;
}

function gapAfter(flow: Flow, box: Box, next: Box | undefined, otherwise: number): number {
  if (!next) return 0;
  return parallel(flow, box.id, next.id).length > 0 ? WIRED_GAP : otherwise;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function placeWide(flow: Flow, columns: readonly Box[][]): PlacedBox[] {
  const heightOf = (box: Box) => Math.max(needs(box).height, wiring(flow, box));
  const widths = columns.map((column) => Math.max(84, ...column.map((box) => needs(box).width)));
  const heights = columns.map((column) => sum(column.map((box, n) => heightOf(box) + gapAfter(flow, box, column[n + 1], STACK_GAP))));
  const height = Math.max(...heights);
  const gap = columns.length < 2 ? 0 : (WIDTH.wide - 2 * MARGIN - sum(widths)) / (columns.length - 1);
  return columns.flatMap((column, c) => {
    const x = MARGIN + sum(widths.slice(0, c)) + c * gap;
    const width = widths[c] ?? 0;
    const spare = height - (heights[c] ?? 0);
    if (column.length === 1 && column[0]?.tall) return [{ box: column[0], x, y: MARGIN, width, height }];
    // The room that a column has to spare is spread around and between its boxes.
    const air = spare / (column.length + 1);
    let y = MARGIN + air;
    return column.map((box, n): PlacedBox => {
      const placed = { box, x, y, width, height: heightOf(box) };
      y += placed.height + gapAfter(flow, box, column[n + 1], STACK_GAP) + air;
      return placed;
    });
  });
}

function placeNarrow(flow: Flow, columns: readonly Box[][]): PlacedBox[] {
  let y = MARGIN;
  return columns.flatMap((band) => {
    const gaps = band.map((box, n) => gapAfter(flow, box, band[n + 1], 12));
    const free = WIDTH.narrow - 2 * MARGIN - sum(gaps);
    const height = Math.max(...band.map((box) => needs(box).height));
    const wanted = band.map((box) => needs(box).width);
    // Each box gets what it needs and an equal share of the rest. A lone box is not stretched, unless everybody talks to it.
    const share = (free - sum(wanted)) / band.length;
    const widths = wanted.map((width, n) => (band.length > 1 || band[n]?.tall ? width + share : Math.min(free, Math.max(width + 24, 140))));
    let x = MARGIN + (free - sum(widths)) / 2;
    const placed = band.map((box, n): PlacedBox => {
      const at = { box, x, y, width: widths[n] ?? 0, height };
      x += at.width + (gaps[n] ?? 0);
      return at;
    });
    y += height + BAND_GAP;
    return placed;
  });
}

function placeWires(flow: Flow, boxes: readonly PlacedBox[], shape: Shape): PlacedWire[] {
  const find = (id: string) => {
    const box = boxes.find((candidate) => candidate.box.id === id);
    if (!box) throw new Error(`a wire names ${id}, and there is no such box`);
    return box;
  };
  const wires = flow.wires.map((wire) => {
    const [from, to] = [find(wire.from), find(wire.to)];
    const distance = Math.abs(from.box.column - to.box.column);
    if (distance > 1)
      throw new Error(`${wire.from} and ${wire.to} are wired and stand ${distance} columns apart: put them in neighbouring ones`);
    const across = parallel(flow, wire.from, wire.to);
    const pitch = Math.min(WIRE_PITCH, smallestEdge(from, to, distance === 1 ? shape : other(shape)) / across.length);
    const offset = (across.indexOf(wire) - (across.length - 1) / 2) * pitch;
    const horizontal = (distance === 1) === (shape === 'wide');
    return { wire, ...connect(from, to, offset, horizontal), horizontal };
  });
  return wires.map(({ wire, path, middle, length, horizontal }, index) => {
    const others = wires.filter((_, n) => n !== index);
    return {
      wire,
      path,
      middle,
      label: horizontal ? labelAbove(wire, middle, length) : labelBeside(wire, middle, others, boxes, WIDTH[shape]),
    };
  });
}

const other = (shape: Shape): Shape => (shape === 'wide' ? 'narrow' : 'wide');

/** The room for wires on the edges with which two boxes face each other: that of the smaller box. */
function smallestEdge(a: PlacedBox, b: PlacedBox, shape: Shape): number {
  return shape === 'wide' ? Math.min(a.height, b.height) : Math.min(a.width, b.width);
}

/** A wire between the edges that face each other: straight where it can be, else an S. */
function connect(from: PlacedBox, to: PlacedBox, offset: number, horizontal: boolean): { path: string; middle: Point; length: number } {
  const [start, end] = horizontal ? facing(from.x, from.width, to.x, to.width) : facing(from.y, from.height, to.y, to.height);
  const [crossStart, crossEnd] = horizontal
    ? level(from.y, from.height, to.y, to.height, offset)
    : level(from.x, from.width, to.x, to.width, offset);
  const half = (start + end) / 2;
  const points: [number, number][] = [
    [start, crossStart],
    [half, crossStart],
    [half, crossEnd],
    [end, crossEnd],
  ];
  const [a, b, c, d] = points.map(([main, cross]) => (horizontal ? `${round(main)} ${round(cross)}` : `${round(cross)} ${round(main)}`));
  const cross = (crossStart + crossEnd) / 2;
  return {
    path: crossStart === crossEnd ? `M${a}L${d}` : `M${a}C${b} ${c} ${d}`,
    middle: horizontal ? { x: half, y: cross } : { x: cross, y: half },
    length: Math.abs(end - start),
  };
}

const round = (number: number) => Math.round(number * 10) / 10;

/** Where on the main axis a wire leaves one box and reaches the other. */
function facing(from: number, fromSize: number, to: number, toSize: number): [start: number, end: number] {
  return from < to ? [from + fromSize + ARROW_GAP, to - ARROW_GAP] : [from - ARROW_GAP, to + toSize + ARROW_GAP];
}

/** Where on the cross axis a wire leaves one box and reaches the other. If the centre of one box lies within the other, it is straight. */
function level(from: number, fromSize: number, to: number, toSize: number, offset: number): [start: number, end: number] {
  const [a, b] = [from + fromSize / 2 + offset, to + toSize / 2 + offset];
  const within = (at: number, start: number, size: number) => at >= start + 10 && at <= start + size - 10;
  if (fromSize <= toSize && within(a, to, toSize)) return [a, a];
  if (within(b, from, fromSize)) return [b, b];
  return [a, b];
}

function labelAbove(wire: Wire, middle: Point, length: number): PlacedWire['label'] {
  if (!wire.label || wire.label.length * LINE_CHARACTER > length - 8) return undefined;
  return { x: middle.x, y: middle.y - (wire.step === undefined ? 6 : 14), anchor: 'middle' };
}

/** To the right of a vertical wire, if no other wire of the same height, no box and no edge is in the way. */
function labelBeside(
  wire: Wire,
  middle: Point,
  others: readonly { readonly middle: Point }[],
  boxes: readonly PlacedBox[],
  width: number,
): PlacedWire['label'] {
  if (!wire.label) return undefined;
  const start = middle.x + 15;
  const end = start + wire.label.length * LINE_CHARACTER;
  const blocked =
    end > width ||
    others.some(({ middle: { x, y } }) => Math.abs(y - middle.y) < 20 && x > middle.x && x - 14 < end) ||
    boxes.some((box) => box.x < end && box.x + box.width > start && box.y < middle.y + 10 && box.y + box.height > middle.y - 10);
  return blocked ? undefined : { x: start, y: middle.y + 4, anchor: 'start' };
}
