import { DescribeInstancesCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { EC2_TEST_CREDENTIALS } from '@stagely/cloud-emulators';
import { USER_DATA } from '../matrix/machine-spec.js';
import { type OpenPlainClient, untilAddress } from './plain-client.js';
import { sdkRequestHandler } from './sdk-request-handler.js';

const UBUNTU =
  'resolve:ssm:/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id';

/** The AWS SDK as it comes, with the retries that it does by itself. */
export const openPlainAws: OpenPlainClient = ({ url, region, fetch }) => {
  const client = new EC2Client({
    region,
    endpoint: url,
    credentials: EC2_TEST_CREDENTIALS,
    requestHandler: sdkRequestHandler(fetch),
    // The defaults. What is said here is not looked for in files, for which a virtual clock does not wait.
    maxAttempts: 3,
    retryMode: 'standard',
    defaultsMode: 'legacy',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: 'plain',
    authSchemePreference: [],
    disableClockSkewCorrection: false,
    ignoreConfiguredEndpointUrls: true,
  });
  return async () => {
    const { Instances = [] } = await client.send(
      new RunInstancesCommand({
        ImageId: UBUNTU,
        InstanceType: 't3.small',
        MinCount: 1,
        MaxCount: 1,
        UserData: Buffer.from(USER_DATA).toString('base64'),
      }),
    );
    const id = Instances[0]?.InstanceId;
    if (id === undefined) throw new Error('EC2 has made no instance.');
    const reached = await untilAddress(id, async () => {
      const { Reservations = [] } = await client.send(
        new DescribeInstancesCommand({ InstanceIds: [id] }),
      );
      return Reservations[0]?.Instances?.[0]?.PublicIpAddress;
    });
    return `${region}/${reached}`;
  };
};
