// What importing @stagely/core costs a process: the wall time of whole processes, as a ratio to a process
// that imports an empty module, in alternating pairs so that a machine's changing speed falls on both.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAIRS = 25;
const folder = mkdtempSync(join(tmpdir(), 'stagely-bench-'));
const empty = join(folder, 'empty.mjs');
writeFileSync(empty, 'export {};\n');

const subjects = {
  '@stagely/core': fileURLToPath(import.meta.resolve('@stagely/core')),
  '@stagely/core/plugin': fileURLToPath(import.meta.resolve('@stagely/core/plugin')),
};

try {
  for (const [name, path] of Object.entries(subjects)) {
    const pairs = Array.from({ length: PAIRS }, () => ({ ours: time(path), empty: time(empty) }));
    const ratios = pairs.map(({ ours, empty }) => ours / empty);
    const extra = pairs.map(({ ours, empty }) => ours - empty);
    console.log(
      `import '${name}': ${median(ratios).toFixed(2)} times an empty module (median of ${PAIRS} pairs), ${median(extra).toFixed(0)} ms more`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

function time(module) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, [module]);
  if (status !== 0) throw new Error(String(stderr));
  return Number(process.hrtime.bigint() - started) / 1e6;
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
