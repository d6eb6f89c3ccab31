// Builds what is needed and runs a program of the suite against the real clouds: `run-live` or
// `end-forgotten-machines`, with the arguments that follow.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [program, ...options] = process.argv.slice(2);

const build = spawnSync(
  process.execPath,
  [
    join(root, 'scripts/turbo.mjs'),
    'build',
    '--filter=@stagely/test-live^...',
    '--output-logs=errors-only',
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
if (build.status === 0) {
  // Ctrl-C reaches the program as well, which then ends its machines: this process has to wait for that.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
  const live = spawn(
    process.execPath,
    [join(root, 'tests/live/src', `${program}.js`), ...options],
    { cwd: root, stdio: 'inherit' },
  );
  live.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  process.exitCode = build.status ?? 1;
}
