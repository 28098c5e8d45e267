/** The style sheet of pages without a script, in the colours of `src/browser/styles/tokens.css`. Light and dark follow the system. */
export const STYLE = `:root { color-scheme: light dark; --ink: #17191c; --ink-2: #4a4f57; --rule: #e4e4df; --paper: #ffffff; --accent: #0b5a9d; --near: #9c4600; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e7e2; --ink-2: #b3b6bb; --rule: #2a2e33; --paper: #131518; --accent: #82bdf4; --near: #f0a868; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 40px 16px 64px; }
h1 { font-size: 28px; font-weight: 600; margin: 0 0 16px; }
h2 { font-size: 22px; font-weight: 600; margin: 0 0 8px; }
small { font-size: 16px; font-weight: 400; color: var(--ink-2); }
section { border-top: 1px solid var(--rule); padding-top: 24px; margin-top: 24px; }
dt { color: var(--ink-2); font-size: 13px; }
dd { margin: 0 0 12px; }
ul { margin: 0; padding-left: 1.2em; }
td { padding: 4px 24px 4px 0; vertical-align: top; }
pre, code, textarea { font: 14px/1.5 ui-monospace, monospace; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
.fl-concept { font-size: 28px; overflow-x: auto; margin: 24px 0; }
.fl-gist { font-size: 18px; }
.near { color: var(--near); }
.error { color: var(--near); }
form { margin: 40px 0 24px; display: grid; gap: 8px; }
label { font-size: 13px; color: var(--ink-2); }
textarea { padding: 8px; border: 1px solid var(--rule); border-radius: 4px; background: transparent; color: inherit; resize: vertical; }
button { justify-self: start; min-height: 44px; padding: 0 24px; font: inherit; font-weight: 600; color: var(--paper); background: var(--accent); border: 0; border-radius: 4px; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;
