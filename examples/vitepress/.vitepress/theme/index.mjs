import DefaultTheme from 'vitepress/theme';
import 'katex/dist/katex.min.css';

export default {
  extends: DefaultTheme,
  enhanceApp() {
    if (!import.meta.env.SSR) import('formulens/element');
  },
};
