import { css } from 'lit';

/**
 * The design tokens of `styles/tokens.css` for somebody else's page: they stand on the element and not on the root, where a
 * rule of the page on `formulens-formula` wins over them, and follow the `color-scheme` of the page rather than that
 * of the system, since a page that is always light stays so at night.
 */
export const tokens = css`
  :where(formulens-formula) {
    --fl-paper: #ffffff;
    --fl-well: #f7f7f4;
    --fl-ink: #17191c;
    --fl-ink-2: #4a4f57;
    --fl-ink-dim: #6b717a;
    --fl-mark: #8b9098;
    --fl-rule: #e4e4df;
    --fl-accent: #0b5a9d;
    --fl-accent-wash: #edf3f9;
    --fl-on-accent: #ffffff;
    --fl-near: #9c4600;
    --fl-s1: #0b5a9d;
    --fl-s2: #b85800;
    --fl-s3: #007f63;
    --fl-s4: #2b2f36;
    --fl-shadow: 0 1px 2px rgb(23 25 28 / 8%), 0 8px 28px rgb(23 25 28 / 10%);
    --fl-sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    --fl-mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;
    --fl-size-gloss: 0.8125rem;
    --fl-size-ui: 0.875rem;
    --fl-size-body: 1rem;
    --fl-size-name: 1.375rem;
    --fl-1: 0.25rem;
    --fl-2: 0.5rem;
    --fl-3: 0.75rem;
    --fl-4: 1rem;
    --fl-6: 1.5rem;
    --fl-radius: 6px;
    --fl-quick: 120ms;
  }
  @supports (color: light-dark(#fff, #000)) {
    :where(formulens-formula) {
      --fl-paper: light-dark(#ffffff, #131518);
      --fl-well: light-dark(#f7f7f4, #1b1e22);
      --fl-ink: light-dark(#17191c, #e9e7e2);
      --fl-ink-2: light-dark(#4a4f57, #b3b6bb);
      --fl-ink-dim: light-dark(#6b717a, #868a92);
      --fl-mark: light-dark(#8b9098, #666b73);
      --fl-rule: light-dark(#e4e4df, #2a2e33);
      --fl-accent: light-dark(#0b5a9d, #82bdf4);
      --fl-accent-wash: light-dark(#edf3f9, #17273a);
      --fl-on-accent: light-dark(#ffffff, #0d1a28);
      --fl-near: light-dark(#9c4600, #f0a868);
      --fl-s1: light-dark(#0b5a9d, #82bdf4);
      --fl-s2: light-dark(#b85800, #f0a868);
      --fl-s3: light-dark(#007f63, #5fc9a8);
      --fl-s4: light-dark(#2b2f36, #e9e7e2);
    }
  }
  :where([data-theme="light"], [data-theme="dark"], .dark) :where(formulens-formula) {
    color-scheme: light;
  }
  :where([data-theme="dark"], .dark) :where(formulens-formula) {
    color-scheme: dark;
    --fl-shadow: 0 0 0 1px #2a2e33, 0 8px 28px rgb(0 0 0 / 50%);
  }
  @media (prefers-reduced-motion: reduce) {
    :where(formulens-formula) {
      --fl-quick: 0ms;
    }
  }
`;
