import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startCloud } from '../clouds/start-cloud.js';
import { CLOUD_NAMES } from '../clouds/tested-cloud.js';
import { liveIn } from '../live-in.js';

const PROGRAM = fileURLToPath(new URL('abort-and-leave.mjs', import.meta.url));
const CREATE = /^(?:RunInstances|POST \/v\d\/(?:droplets|servers))$/;

const run = promisify(execFile);

test.each(CLOUD_NAMES)(
  'a process that gives a creation up on %s has nothing left to do and ends by itself',
  async (name) => {
    const cloud = await startCloud(name, { listen: true, quick: true });
    onTestFinished(() => cloud.close());
    const connection = JSON.stringify(cloud.connection);
    const running = run(process.execPath, [PROGRAM, `@stagely/provider-${name}`, connection], {
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    cloud.requests.onRequest(({ operation = '', handled }) => {
      if (handled && CREATE.test(operation)) running.child.kill('SIGTERM');
    });
    // It rejects unless the process has ended by itself and well.
    const { stdout } = await running;
    expect(JSON.parse(stdout)).toEqual({ code: 'aborted', outcome: 'no-instance', running: [] });
    expect(cloud.machines()).toHaveLength(1);
    expect(liveIn(cloud)).toEqual([]);
  },
);
