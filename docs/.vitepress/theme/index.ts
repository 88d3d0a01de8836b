// VitePress's own theme, with our colours and the components of the chapters.

import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { h } from 'vue';
import Checklist from './checklist/Checklist.vue';
import TaskCard from './checklist/TaskCard.vue';
import BuiltTable from './BuiltTable.vue';
import HomeNetwork from './HomeNetwork.vue';
import FlowPicture from './flow/FlowPicture.vue';
import Playground from './playground/Playground.vue';
import Predict from './Predict.vue';
import StagesTable from './StagesTable.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'home-hero-image': () => h(HomeNetwork) }),
  enhanceApp({ app }) {
    app.component('StagesTable', StagesTable);
    app.component('BuiltTable', BuiltTable);
    app.component('FlowPicture', FlowPicture);
    app.component('Predict', Predict);
    app.component('Playground', Playground);
    app.component('Checklist', Checklist);
    app.component('TaskCard', TaskCard);
  },
} satisfies Theme;
