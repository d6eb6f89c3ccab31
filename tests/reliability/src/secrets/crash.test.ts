import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { CLOUD_NAMES } from '../clouds/tested-cloud.js';
import { errorAnswer } from './error-answer.js';
import { findShown } from './find-shown.js';
import { startRawServer } from './raw-server.js';
import { secretsFor, TYPICAL } from './secret-set.js';
import { tellAll } from './tell-all.js';

const PROGRAM = fileURLToPath(new URL('crash.mjs', import.meta.url));
const run = promisify(execFile);

test.each(CLOUD_NAMES)(
  'a process that ends by an error of the %s provider prints no secret',
  async (cloud) => {
    const secrets = secretsFor(cloud, TYPICAL);
    const server = await startRawServer(secrets, async (told) => {
      const message = tellAll(told);
      const response = errorAnswer(cloud, { status: 400, code: 'odd', message, headers: {} });
      const body = await response.text();
      const type = `content-type: ${response.headers.get('content-type')}`;
      return `HTTP/1.1 400 Bad Request\r\n${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    });
    onTestFinished(() => server.close());
    const connection = {
      credentials: secrets.credentials,
      settings: { endpoint: server.url, visibilityWindowMs: 0 },
      spec: { size: 'small', architecture: 'amd64', userData: TYPICAL.userData },
    };
    const ended = await run(process.execPath, [
      PROGRAM,
      `@stagely/provider-${cloud}`,
      JSON.stringify(connection),
    ]).catch((failure: unknown) => failure);
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('createInstance failed'),
    });
    const { stdout, stderr } = Object(ended);
    expect(stderr).toContain('[redacted]');
    expect(findShown([stdout, stderr], secrets)).toEqual([]);
  },
);
