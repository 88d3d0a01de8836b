// The editor for the exercises: CodeMirror with TypeScript, in which only the regions of the tasks can be changed.

import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { locked, regionIn } from './locked.ts';
import { look } from './look.ts';

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  /** The regions of the tasks in this file: these may be edited. */
  readonly regions: readonly string[];
  /** What a screen reader calls it. */
  readonly label: string;
  change(text: string): void;
  /** The reader asks for a verdict now. */
  run(): void;
  /** An edit was refused. */
  refuse(why: string): void;
}

export class Editor {
  readonly #view: EditorView;

  constructor({ parent, text, regions, label, change, run, refuse }: EditorOptions) {
    const runs = () => {
      run();
      return true;
    };
    const extensions: Extension = [
      lineNumbers(),
      highlightActiveLineGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      search({ top: true }),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      javascript({ typescript: true }),
      look,
      locked(regions, refuse),
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      EditorView.updateListener.of(({ docChanged, state }) => docChanged && change(String(state.doc))),
      keymap.of([
        { key: 'Mod-Enter', run: runs },
        { key: 'Mod-s', run: runs },
        ...closeBracketsKeymap,
        ...searchKeymap,
        ...historyKeymap,
        indentWithTab,
        ...defaultKeymap,
      ]),
    ];
    this.#view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
  }

  /** Shows another text, which the reader may undo. */
  show(text: string): void {
    const { state } = this.#view;
    if (String(state.doc) === text) return;
    this.#view.dispatch({ changes: { from: 0, to: state.doc.length, insert: text }, filter: false });
  }

  /** Puts the cursor into a region. If it is still to be written, its text is selected. */
  open(region: string, isToDo: boolean): void {
    const { state } = this.#view;
    const open = regionIn(state.doc, region);
    if (!open) return;
    const { from } = open;
    const indent = /^\s*/.exec(state.doc.lineAt(from).text)?.[0].length ?? 0;
    const selection = { anchor: from + indent, head: isToDo ? open.to : from + indent };
    this.#view.dispatch({ selection, effects: EditorView.scrollIntoView(from, { y: 'start', yMargin: 96 }) });
  }

  focus(): void {
    this.#view.focus();
  }

  end(): void {
    this.#view.destroy();
  }
}
