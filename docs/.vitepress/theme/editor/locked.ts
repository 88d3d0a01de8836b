// Which lines of a file may be edited: those between the markers of the tasks' regions. Everything else is read-only, and an edit there is
// refused.

import { EditorState, type Extension, RangeSet, StateField, type Text, type Transaction } from '@codemirror/state';
import { Decoration, EditorView, GutterMarker, gutterLineClass } from '@codemirror/view';

/** From the start of a region's first line to the end of its last one. */
interface Open {
  readonly from: number;
  readonly to: number;
}

const MARKER = /#(?:end)?region\b/;

/** How a line of a region differs from the read-only lines. */
const openLine = Decoration.line({ class: 'cm-openLine' });
const openNumber = new (class extends GutterMarker {
  override elementClass = 'cm-openNumber';
})();

/**
 * Locks everything but some regions. Changes that are dispatched with `filter: false`, as an undo is, pass.
 * @param regions their names. If the markers of one are missing, the whole file is open
 * @param refuse is told, in words for the reader, why an edit was refused
 */
export function locked(regions: readonly string[], refuse: (why: string) => void): Extension {
  const opened = StateField.define<readonly Open[]>({
    create: ({ doc }) => openIn(doc, regions),
    update: (before, { docChanged, newDoc }) => (docChanged ? openIn(newDoc, regions) : before),
  });
  const filter = EditorState.changeFilter.of((transaction) => {
    const why = refusalOf(transaction, transaction.startState.field(opened));
    if (why === undefined) return true;
    queueMicrotask(() => refuse(why));
    return false;
  });
  const lines = (state: EditorState) => linesOf(state.doc, state.field(opened));
  return [
    opened,
    filter,
    EditorView.decorations.compute([opened], (state) => RangeSet.of(lines(state).map((at) => openLine.range(at)))),
    gutterLineClass.compute([opened], (state) => RangeSet.of(lines(state).map((at) => openNumber.range(at)))),
  ];
}

function refusalOf({ changes }: Transaction, opened: readonly Open[]): string | undefined {
  let why: string | undefined;
  changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    if (!opened.some((open) => open.from <= from && to <= open.to))
      why ??= 'This line is given, and read-only here. You write the lines between the #region and #endregion of a task.';
    else if (MARKER.test(String(inserted))) why ??= 'Your text has a #region marker of its own: take that line out.';
  });
  return why;
}

/** @returns the regions in the file, or the whole file if one of them can't be found */
function openIn(doc: Text, regions: readonly string[]): Open[] {
  const found = regions.map((region) => regionIn(doc, region));
  return found.every((open) => open !== undefined) ? found : [{ from: 0, to: doc.length }];
}

export function regionIn(doc: Text, region: string): Open | undefined {
  let from: number | undefined;
  for (let number = 1; number <= doc.lines; number += 1) {
    const line = doc.line(number);
    const text = line.text.trim();
    if (text === `// #region ${region}`) from = line.to + 1;
    if (text === `// #endregion ${region}` && from !== undefined && from < line.from) return { from, to: line.from - 1 };
  }
  return undefined;
}

function linesOf(doc: Text, opened: readonly Open[]): number[] {
  const starts: number[] = [];
  for (const { from, to } of opened)
    for (let line = doc.lineAt(from); ; line = doc.lineAt(line.to + 1)) {
      starts.push(line.from);
      if (line.to >= to) break;
    }
  return starts.toSorted((a, b) => a - b);
}
