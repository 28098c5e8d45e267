// data/ -> src/catalogue/generated.ts -> dist/, and src/browser/ -> dist/browser/
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildBrowser } from './build-browser.mjs';
import { generateData } from './generate-data.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

try {
  await generateData();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

rmSync(path('dist'), { recursive: true, force: true });
const compiler = path('node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

const bin = path('dist/src/cli/main.js');
if (existsSync(bin)) chmodSync(bin, 0o755);
await buildBrowser(path('dist/browser'));
process.exit(status ?? 1);
