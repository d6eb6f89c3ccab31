// Runs the tests of all packages, of those that `--filter=` names, or of those that changed since a commit and all
// that depend on them (`--since=`). Then adds up what really ran, from the reports the runners wrote: a run of zero
// tests is a failure, and the last line is the total.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const reportFolders = ['packages', 'tests', 'examples']
  .map((folder) => join(root, folder))
  .filter(existsSync)
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .map((folder) => ({ folder, reports: join(folder, 'test-results') }));

for (const { reports } of reportFolders) rmSync(reports, { recursive: true, force: true });

const options = process.argv
  .slice(2)
  .map((option) => option.replace(/^--since=(.+)$/, '--filter=...[$1]'));
if (process.argv.some((option) => option.startsWith('--since=')) && !hasTests(options)) {
  console.log('No package that has tests changed, nor one that it depends on.');
  process.exit();
}

const { status } = turbo(['test', '--continue', ...options], 'inherit');

const total = { passed: 0, failed: 0, skipped: 0 };
console.log('\nWhat ran:');
for (const { folder, reports } of reportFolders) {
  if (!existsSync(reports)) continue;
  const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of readdirSync(reports).filter((file) => file.endsWith('.junit.xml'))) {
    const xml = readFileSync(join(reports, file), 'utf8');
    for (const [, body = ''] of xml.matchAll(/<testcase\b[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
      if (/<(?:failure|error)\b/.test(body)) counts.failed++;
      else if (/<skipped\b/.test(body)) counts.skipped++;
      else counts.passed++;
    }
  }
  console.log(`  ${name}: ${print(counts)}`);
  for (const kind of Object.keys(total)) total[kind] += counts[kind];
}
if (total.passed + total.failed === 0) console.error('No test ran, which is a failure.');
console.log(`\n${print(total)}`);
process.exitCode = status !== 0 || total.failed > 0 || total.passed === 0 ? status || 1 : 0;

function hasTests(options) {
  const { status, stdout } = turbo(['test', '--dry=json', ...options], 'pipe');
  if (status !== 0) process.exit(status ?? 1);
  return JSON.parse(stdout).tasks.some(
    ({ task, command }) => task === 'test' && command !== '<NONEXISTENT>',
  );
}

function turbo(options, stdout) {
  return spawnSync(process.execPath, [join(root, 'scripts/turbo.mjs'), ...options], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', stdout, 'inherit'],
  });
}

function print({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
