// Builds what the demo needs, saying nothing more unless that fails, and runs it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
// Ctrl-C reaches the demo as well, which ends its machines; this process only waits for it.
process.on('SIGINT', () => undefined);

console.log('Building …');
const build = run(['scripts/turbo.mjs', 'build', '--filter=@stagely/demo...'], 'pipe');
if (build.status === 0) {
  process.exitCode =
    run(['examples/demo/demo.mjs', ...process.argv.slice(2)], 'inherit').status ?? 1;
} else {
  process.stderr.write(`${build.stdout}${build.stderr}`);
  process.exitCode = build.status ?? 130;
}

function run(argv, output) {
  return spawnSync(process.execPath, argv, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', output, output],
  });
}
