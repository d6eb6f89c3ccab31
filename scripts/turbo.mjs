// Runs a Turborepo task with telemetry and update notices off, on every platform alike.
import { spawnSync } from 'node:child_process';

const [task, ...options] = process.argv.slice(2);
const { status, error } = spawnSync('turbo', ['run', task, ...options], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
});
if (error) console.error(`turbo could not be started: ${error.message}. Run this through pnpm.`);
process.exitCode = status ?? 1;
