import formulens from 'formulens/markdown-it';
import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'Attention, step by step',
  description: 'A docs site whose formulas explain themselves.',
  markdown: { config: (md) => formulens(md, { domain: 'machine-learning', embed: 'attribute' }) },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'formulens-formula' } } },
  themeConfig: {
    sidebar: [
      { text: 'Attention', link: '/' },
      { text: 'Optimizers', link: '/optimizers' },
    ],
  },
});
