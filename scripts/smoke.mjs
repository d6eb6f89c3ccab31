// Runs the packed packages, installed in applications outside the workspace, and the unit tests of core, on other
// releases of Node.js: `node scripts/smoke.mjs 22 24 26`. Without versions, on the Node.js that runs this.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'stagely-node-'));

try {
  run(process.execPath, ['scripts/turbo.mjs', 'build', '--output-logs=errors-only'], root);
  for (const node of findNodes(process.argv.slice(2))) {
    console.log(`\nNode.js ${run(node, ['--version'], root, 'pipe').trim()}`);
    vitest(node, 'packages/core', []);
    vitest(node, 'tests/packaging', ['src/packed-packages.test.ts', 'src/packed-clouds.test.ts']);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function findNodes(versions) {
  return versions.length === 0 ? [process.execPath] : versions.map(installNode);
}

function installNode(version) {
  const home = join(folder, version);
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `node@${version}`], home);
  return join(home, 'node_modules/node/bin/node');
}

function vitest(node, workspacePackage, files) {
  const cwd = join(root, workspacePackage);
  run(node, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', ...files], cwd);
}

function run(command, options, cwd, stdout = 'inherit') {
  const result = spawnSync(command, options, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'inherit'],
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    throw new Error(
      `${command} ${options.join(' ')} ended with ${result.status ?? result.signal}.`,
    );
  }
  return result.stdout ?? '';
}
