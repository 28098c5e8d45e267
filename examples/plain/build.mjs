// Puts the page and what it needs of the package into dist/, which any web server can serve.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const browser = dirname(fileURLToPath(import.meta.resolve('formulens/katex.css')));
const dist = join(here, 'dist');

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const name of ['index.html', 'page.css']) cpSync(join(here, name), join(dist, name));
for (const name of ['auto.js', 'element.js', 'core.js', 'katex.css', 'chunks', 'fonts']) {
  cpSync(join(browser, name), join(dist, 'formulens', name), { recursive: true });
}
