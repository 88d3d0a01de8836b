// The editor of the exercises: CodeMirror with TypeScript, in the colours that the site has for code.

import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { locked, regionIn } from './locked.ts';

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  /** Of the tasks in this file: what may be edited. */
  readonly regions: readonly string[];
  /** For those who cannot see it. */
  readonly label: string;
  change(text: string): void;
  /** The reader asks for a verdict now. */
  run(): void;
  /** An edit was not taken. */
  refuse(why: string): void;
}

/** The colours of the site's themes for code, github-light and github-dark, as `style.css` names them. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operator, tags.modifier], color: 'var(--code-keyword)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.definition(tags.function(tags.variableName))], color: 'var(--code-function)' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.self, tags.typeName, tags.className], color: 'var(--code-constant)' },
  { tag: tags.comment, color: 'var(--code-comment)' },
]);

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
      highlightActiveLine(),
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
      syntaxHighlighting(COLOURS),
      locked(regions, refuse),
      EditorView.contentAttributes.of({ 'aria-label': label }),
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
    this.#view.dispatch({ changes: { from: 0, to: state.doc.length, insert: text }, userEvent: 'page' });
  }

  /** Puts the cursor into a region, its text selected while it is to be written. */
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
