// VitePress's own theme, with our colours, the tables that are made from the code, and the components of the chapters.

import type { Theme } from 'vitepress';
import { useData } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { defineComponent, h, onMounted, watchEffect } from 'vue';
import { data, type Row } from '../../reference.data.ts';
import Checklist from './checklist/Checklist.vue';
import TaskCard from './checklist/TaskCard.vue';
import BuiltTable from './BuiltTable.vue';
import ChapterHead from './chapter/ChapterHead.vue';
import ReadToEnd from './chapter/ReadToEnd.vue';
import FlowPicture from './flow/FlowPicture.vue';
import Playground from './playground/Playground.vue';
import CostsTable from './growth/CostsTable.vue';
import GrowthSimulator from './growth/GrowthSimulator.vue';
import GrowthTable from './growth/GrowthTable.vue';
import NetworkTable from './growth/NetworkTable.vue';
import RedToGreen from './home/RedToGreen.vue';
import { recall } from './kept.ts';
import NotFound from './NotFound.vue';
import Predict from './Predict.vue';
import { defineChapterMark } from './sidebar/chapter-mark.ts';
import StagesTable from './StagesTable.vue';
import './style.css';

const table = (headings: readonly string[], rows: readonly Row[]) => () =>
  h('table', { tabindex: 0 }, [
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

/** VitePress's layout, with what is ours in its slots. */
const Layout = defineComponent(() => {
  const { frontmatter, page, theme } = useData();
  onMounted(() => {
    recall();
    defineChapterMark();
    // VitePress has a <main> only where there is a sidebar.
    watchEffect(() => {
      const content = document.querySelector('#VPContent');
      if (page.value.isNotFound || frontmatter.value['layout'] === 'home') content?.setAttribute('role', 'main');
      else content?.removeAttribute('role');
    });
  });
  return () =>
    h(DefaultTheme.Layout, null, {
      'home-hero-image': () => h(RedToGreen),
      'not-found': () => h(NotFound),
      // VitePress shows its own footer only where there is no sidebar.
      'doc-footer-before': () => {
        const [, stage] = /^(\d\d)-/.exec(page.value.relativePath) ?? [];
        return [stage && h(ReadToEnd, { stage, key: stage }), h('p', { class: 'licence' }, theme.value.footer.message)];
      },
    });
});

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app }) {
    app.component('SettingsTable', table(['variable', 'default', 'from', 'meaning, and what may be given'], data.settings));
    app.component('ErrorCodesTable', table(['code', 'when'], data.errorCodes));
    app.component('CloseCodesTable', table(['code', 'when'], data.closeCodes));
    app.component('InPageTable', table(['on your machine', 'in the page', 'only on your machine'], data.inPage));
    app.component('StagesTable', StagesTable);
    app.component('BuiltTable', BuiltTable);
    app.component('FlowPicture', FlowPicture);
    app.component('ChapterHead', ChapterHead);
    app.component('Predict', Predict);
    app.component('Playground', Playground);
    app.component('Checklist', Checklist);
    app.component('TaskCard', TaskCard);
    app.component('NetworkTable', NetworkTable);
    app.component('CostsTable', CostsTable);
    app.component('GrowthTable', GrowthTable);
    app.component('GrowthSimulator', GrowthSimulator);
  },
} satisfies Theme;
