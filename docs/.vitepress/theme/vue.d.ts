// Lets tsc read the imports of components; what is in them, it does not check. Logic therefore stands in .ts files beside them.

declare module '*.vue' {
  import type { Component } from 'vue';
  const component: Component;
  export default component;
}
