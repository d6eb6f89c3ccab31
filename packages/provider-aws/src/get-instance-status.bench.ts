import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { EC2_TEST_CREDENTIALS, startEc2Emulator } from '@stagely/cloud-emulators';
import { afterAll, bench, describe } from 'vitest';
import { AwsProvider } from './aws-provider.js';

const emulator = await startEc2Emulator({ rateLimits: false });
const { accessKeyId, secretAccessKey } = EC2_TEST_CREDENTIALS;
const region = 'us-east-1';
const { instanceId } = emulator.state.plantInstance({ region });
const provider = new AwsProvider(
  { access_key_id: accessKeyId, secret_access_key: secretAccessKey, region },
  { settings: { endpoint: emulator.url } },
);
const client = new EC2Client({
  region,
  endpoint: emulator.url,
  credentials: EC2_TEST_CREDENTIALS,
  maxAttempts: 1,
});

afterAll(async () => {
  client.destroy();
  await emulator.close();
});

describe('the status of an instance', () => {
  bench('by the bare client of the SDK', async () => {
    await client.send(
      new DescribeInstancesCommand({
        Filters: [{ Name: 'instance-id', Values: [instanceId] }],
        MaxResults: 100,
      }),
    );
  });

  bench('by the provider', async () => {
    await provider.getInstanceStatus(`${region}/${instanceId}`);
  });
});
