// VitePress's own theme, with our colours and the components of the chapters.

import type { Theme } from 'vitepress';
import { useData } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { defineComponent, h, onMounted, watchEffect } from 'vue';
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
import './fonts.css';
import './style.css';
import './benchmarks.css';

/** VitePress's layout, with our components in its slots. */
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
