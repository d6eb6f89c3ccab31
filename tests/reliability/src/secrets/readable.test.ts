import { VirtualClock } from '@stagely/core/plugin';
import { expect, onTestFinished, test } from 'vitest';
import { CLOUD_NAMES, type CloudName } from '../clouds/tested-cloud.js';
import { prepareProcess } from '../matrix/prepare-process.js';
import { errorAnswer } from './error-answer.js';
import { openSecretProvider, startSecretCloud } from './secret-cloud.js';
import { TYPICAL } from './secret-set.js';

/** What a cloud may say of a refusal, with a code that is its own. */
const CODES: Readonly<Record<CloudName, string>> = {
  aws: 'InvalidParameterCombination',
  digitalocean: 'unprocessable_entity',
  hetzner: 'invalid_input',
};

const IDS: Readonly<Record<CloudName, string>> = {
  aws: 'eu-central-1/i-0123456789abcdef0',
  digitalocean: '560000042',
  hetzner: '500000042',
};

test.each(CLOUD_NAMES)('what is no secret stays readable: %s', async (cloud) => {
  await prepareProcess(cloud);
  const clock = new VirtualClock();
  const server = await startSecretCloud(cloud, TYPICAL, clock);
  onTestFinished(() => server.close());
  const code = CODES[cloud];
  const told = `server type "t3.small" in ${IDS[cloud]} is not for vpc-0a1b2c3d4e5f6a7b8 (see https://example.com/errors?id=4711&lang=en)`;
  const provider = openSecretProvider(cloud, TYPICAL, {
    clock,
    endpoint: server.url,
    fetch: async () =>
      errorAnswer(cloud, {
        status: 422,
        code,
        message: `${told} ${TYPICAL.token} ${TYPICAL.secretAccessKey}`,
        headers: { 'x-request-id': 'request-0815', 'x-correlation-id': 'request-0815' },
      }),
  });
  const error: unknown = await clock.run(() =>
    provider.getInstanceStatus(IDS[cloud]).catch((caught: unknown) => caught),
  );
  expect(error).toMatchObject({
    providerCode: code,
    provider: cloud,
    operation: 'getInstanceStatus',
    message: expect.stringContaining(`${told} `),
  });
  expect(error).toMatchObject({ message: expect.stringContaining('[redacted]') });
  if (cloud !== 'aws') expect(error).toMatchObject({ requestId: 'request-0815' });
});
