// VitePress's own theme, with the tables that are made from the code.

import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { h } from 'vue';
import { data, type Row } from '../../reference.data.ts';

const table = (headings: readonly string[], rows: readonly Row[]) => () =>
  h('table', [
    h('thead', [
      h(
        'tr',
        headings.map((heading) => h('th', heading)),
      ),
    ]),
    h(
      'tbody',
      rows.map(([name, ...cells]) => h('tr', [h('td', [h('code', name)]), ...cells.map((cell) => h('td', cell))])),
    ),
  ]);

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('SettingsTable', table(['variable', 'default', 'meaning', 'may be'], data.settings));
    app.component('ErrorCodesTable', table(['code', 'when'], data.errorCodes));
    app.component('CloseCodesTable', table(['code', 'when'], data.closeCodes));
  },
} satisfies Theme;
