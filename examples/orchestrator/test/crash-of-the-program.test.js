import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHetznerEmulator } from '@stagely/cloud-emulators';
import { afterAll, expect, test } from 'vitest';
import { runProgram } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'orchestrator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('killed in the middle and started again, the program finds its machines and ends them', async () => {
  const cloud = await startHetznerEmulator({
    timings: { createMs: 10, startMs: 10, deleteMs: 10 },
    rateLimits: false,
  });
  const env = {
    STAGELY_PROVIDER: 'hetzner',
    STAGELY_ENCRYPTION_KEY: '11'.repeat(32),
    STAGELY_HETZNER_ENDPOINT: `${cloud.url}/v1`,
    HETZNER_API_TOKEN: 'hetzner-test-token',
    HETZNER_LOCATION: 'nbg1',
    ORCHESTRATOR_DATABASE: join(folder, 'database.json'),
    ORCHESTRATOR_JOBS: '2',
    ORCHESTRATOR_BUILD_MS: '3600000',
  };
  await runProgram(env, { signal: 'SIGKILL', after: 'building on', times: 2 });
  expect(cloud.meter.total()).toMatchObject({ machines: 2, alive: 2 });

  const { exitCode, lines } = await runProgram({ ...env, ORCHESTRATOR_BUILD_MS: '1' });
  expect(exitCode).toBe(0);
  expect(lines.join('\n').match(/found again/g)).toHaveLength(2);
  expect(lines.at(-1)).toMatch(/2 of 2 jobs are done\.$/);
  expect(cloud.meter.total()).toMatchObject({ machines: 2, alive: 0 });
  await cloud.close();
});
