import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const entry = fileURLToPath(new URL('../dist/index.js', import.meta.url));

/** Prints the URL of every module that an import loads. */
const loadPrinter = `data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(
    "import { writeSync } from 'node:fs';" +
    "export async function load(url, context, next) { writeSync(1, url + '\\\\n'); return next(url, context); }"
  ));
`)}`;

test('importing core loads no cloud SDK, no resolver and no retry library', () => {
  const loaded = execFileSync(process.execPath, ['--import', loadPrinter, entry], {
    encoding: 'utf8',
  });
  const packages = new Set(
    [...loaded.matchAll(/node_modules\/(?!\.pnpm)((?:@[^/]+\/)?[^/]+)\//g)].map(([, name]) => name),
  );
  expect([...packages].sort()).toEqual(['empathic', 'lru-cache', 'valibot']);
});
