// Builds what is needed and runs a program of a package under tests/, with the arguments that follow:
// `node scripts/run-test-program.mjs live src/run-live.js`. Programs in `dist` are compiled first.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name, program, ...options] = process.argv.slice(2);
const folder = join(root, 'tests', name);

const steps = [
  [
    join(root, 'scripts/turbo.mjs'),
    'build',
    `--filter=@stagely/test-${name}^...`,
    '--output-logs=errors-only',
  ],
  ...(program.startsWith('dist/')
    ? [[join(folder, 'node_modules/typescript/bin/tsc'), '-p', join(folder, 'tsconfig.build.json')]]
    : []),
];
const failed = steps
  .map((argv) =>
    spawnSync(process.execPath, argv, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }),
  )
  .find(({ status }) => status !== 0);

if (failed === undefined) {
  // Ctrl-C reaches the program as well, which may have machines to end: this process has to wait for that.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
  const child = spawn(process.execPath, [join(folder, program), ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  process.exitCode = failed.status ?? 1;
}
