// Runs the tests of all packages, of those that `--filter=` names, or of those that changed since a commit and all
// that depend on them (`--since=`), together with those of the documents and the repository itself, which belong to
// no package. Then adds up what really ran, from the reports the runners wrote: a run of zero
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

const options = process.argv.slice(2).flatMap((option) => {
  const [, since] = /^--since=(.+)$/.exec(option) ?? [];
  if (since === undefined) return [option];
  const ofNoPackage = ['@stagely/test-documentation', '@stagely/test-repository'];
  return [`...[${since}]`, ...ofNoPackage].map((filter) => `--filter=${filter}`);
});

const { status } = spawnSync(
  process.execPath,
  [join(root, 'scripts/turbo.mjs'), 'test', '--continue', ...options],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);

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

function print({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
