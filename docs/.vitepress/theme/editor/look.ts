// How the editor looks: it has the site's colours, and code has those of the site's themes, github-light and github-dark. `TaskEditor.vue`
// names them.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const CODE = HighlightStyle.define([
  { tag: [tags.keyword, tags.operator, tags.modifier], color: 'var(--code-keyword)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--code-function)' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.self, tags.typeName, tags.className], color: 'var(--code-constant)' },
  { tag: tags.comment, color: 'var(--code-comment)' },
]);

const PAGE = EditorView.theme({
  '&': { color: 'var(--vp-c-text-1)', background: 'var(--vp-c-bg)', fontSize: '13px', maxHeight: '30rem' },
  '&.cm-focused': { outline: '2px solid var(--vp-c-brand-1)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--vp-font-family-mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { padding: '0' },
  '.cm-line': { background: 'var(--vp-c-bg-alt)' },
  '.cm-line.cm-openLine': { background: 'var(--vp-c-bg)', boxShadow: 'inset 3px 0 var(--vp-c-brand-3)' },
  '.cm-gutters': { color: 'var(--vp-c-text-2)', background: 'var(--vp-c-bg-alt)', border: '0' },
  '.cm-activeLineGutter': { color: 'var(--vp-c-text-1)', background: 'var(--vp-c-default-soft)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--vp-c-text-1)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--code-selection)',
  },
  '.cm-selectionLayer': { zIndex: '1 !important', mixBlendMode: 'normal', opacity: '0.35' },
  '.cm-selectionMatch, .cm-searchMatch': { background: 'var(--vp-c-yellow-soft)' },
  '.cm-panels': { color: 'var(--vp-c-text-1)', background: 'var(--vp-c-bg-alt)', borderBottom: '1px solid var(--vp-c-divider)' },
  '.cm-panel.cm-search label': { fontSize: '13px' },
  '.cm-textfield, .cm-button': {
    color: 'inherit',
    background: 'var(--vp-c-bg)',
    border: '1px solid var(--vp-c-divider)',
    borderRadius: '4px',
  },
});

export const look = [PAGE, syntaxHighlighting(CODE)];
