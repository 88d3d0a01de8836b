// VitePress's own theme, with our colours, the tables that are made from the code, and the components of the chapters.

import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { h } from 'vue';
import { data, type Row } from '../../reference.data.ts';
import Checklist from './checklist/Checklist.vue';
import TaskCard from './checklist/TaskCard.vue';
import BuiltTable from './BuiltTable.vue';
import HomeNetwork from './HomeNetwork.vue';
import FlowPicture from './flow/FlowPicture.vue';
import Playground from './playground/Playground.vue';
import Predict from './Predict.vue';
import StagesTable from './StagesTable.vue';
import './style.css';

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
  Layout: () => h(DefaultTheme.Layout, null, { 'home-hero-image': () => h(HomeNetwork) }),
  enhanceApp({ app }) {
    app.component('SettingsTable', table(['variable', 'default', 'from', 'meaning, and what may be given'], data.settings));
    app.component('ErrorCodesTable', table(['code', 'when'], data.errorCodes));
    app.component('CloseCodesTable', table(['code', 'when'], data.closeCodes));
    app.component('InPageTable', table(['on your machine', 'in the page', 'only on your machine'], data.inPage));
    app.component('StagesTable', StagesTable);
    app.component('BuiltTable', BuiltTable);
    app.component('FlowPicture', FlowPicture);
    app.component('Predict', Predict);
    app.component('Playground', Playground);
    app.component('Checklist', Checklist);
    app.component('TaskCard', TaskCard);
  },
} satisfies Theme;
