import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import rehypeFormulens from 'formulens/rehype';
import remarkMath from 'remark-math';

export default defineConfig({
  integrations: [
    starlight({
      title: 'Matrices at work',
      customCss: ['katex/dist/katex.min.css'],
      components: { Head: './src/head.astro' },
      pagefind: false,
    }),
  ],
  markdown: {
    remarkPlugins: [remarkMath],
    rehypePlugins: [rehypeFormulens],
  },
  telemetry: false,
});
