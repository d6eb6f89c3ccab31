import {
  DescribeInstancesCommand,
  EC2Client,
  paginateDescribeInstances,
  paginateDescribeInstanceTypes,
  paginateDescribeLaunchTemplates,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  waitUntilInstanceExists,
  waitUntilInstanceRunning,
  waitUntilInstanceStatusOk,
  waitUntilInstanceStopped,
  waitUntilInstanceTerminated,
} from '@aws-sdk/client-ec2';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { EC2_TEST_CREDENTIALS } from './auth/ec2-credentials.js';
import { oneMachine, startEc2 } from './testing/start-ec2.js';

/** An EC2 whose time goes on by a second with every request, so that those who poll get somewhere. */
async function startTicking(options: Parameters<typeof startEc2>[0] = {}) {
  const clock = new VirtualClock();
  const started = await startEc2({ clock, ...options });
  started.emulator.requests.onRequest(() => void clock.advance(1000));
  return { ...started, clock };
}

/** What of the SDK's requests a handler needs. */
interface HttpRequest {
  readonly hostname: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** The waiters' own polling, as fast as they can. */
const waiting = (client: EC2Client) => ({
  client,
  maxWaitTime: 600,
  minDelay: 0.001,
  maxDelay: 0.001,
});

describe('the AWS SDK for JavaScript', () => {
  it('waits for its machines to exist, run, respond, stop and end', async () => {
    const { client, state } = await startTicking({ consistencyWindowMs: 3000 });
    const { Instances } = await client.send(new RunInstancesCommand(oneMachine));
    const id = Instances?.[0]?.InstanceId ?? '';
    const input = { InstanceIds: [id] };
    const success = { state: 'SUCCESS' };
    expect(await waitUntilInstanceExists(waiting(client), input)).toMatchObject(success);
    expect(await waitUntilInstanceRunning(waiting(client), input)).toMatchObject(success);
    expect(state.instance(id).state).toBe('running');
    expect(await waitUntilInstanceStatusOk(waiting(client), input)).toMatchObject(success);
    await client.send(new StopInstancesCommand(input));
    expect(await waitUntilInstanceStopped(waiting(client), input)).toMatchObject(success);
    await client.send(new TerminateInstancesCommand(input));
    expect(await waitUntilInstanceTerminated(waiting(client), input)).toMatchObject(success);
    expect(state.instance(id).state).toBe('terminated');
  });

  it('gives up waiting for a machine that fails to start', async () => {
    const { client, state } = await startTicking();
    const reason = { code: 'Server.InternalError', message: 'Server.InternalError' };
    state.failLaunches({ reason });
    const { Instances } = await client.send(new RunInstancesCommand(oneMachine));
    const InstanceIds = [Instances?.[0]?.InstanceId ?? ''];
    const waited = waitUntilInstanceRunning(waiting(client), { InstanceIds });
    await expect(waited).rejects.toThrow('FAILURE');
  });

  it('goes through pages', async () => {
    const { client, query } = await startEc2();
    await client.send(new RunInstancesCommand({ ...oneMachine, MinCount: 12, MaxCount: 12 }));
    const seen: string[] = [];
    let pages = 0;
    for await (const { Reservations = [] } of paginateDescribeInstances(
      { client, pageSize: 5 },
      {},
    )) {
      pages += 1;
      for (const { Instances = [] } of Reservations) {
        seen.push(...Instances.map(({ InstanceId = '' }) => InstanceId));
      }
    }
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(12);

    const types: (string | undefined)[] = [];
    for await (const { InstanceTypes = [] } of paginateDescribeInstanceTypes({ client }, {})) {
      types.push(...InstanceTypes.map(({ InstanceType }) => InstanceType));
    }
    expect(types).toContain('c6g.2xlarge');

    for (const name of ['one', 'two', 'three']) {
      await query('CreateLaunchTemplate', {
        LaunchTemplateName: name,
        'LaunchTemplateData.InstanceType': 't3.small',
      });
    }
    const names: (string | undefined)[] = [];
    for await (const page of paginateDescribeLaunchTemplates({ client, pageSize: 1 }, {})) {
      names.push(
        ...(page.LaunchTemplates ?? []).map(({ LaunchTemplateName }) => LaunchTemplateName),
      );
    }
    expect(names).toEqual(['one', 'two', 'three']);
  });

  it('works inside the process, through a request handler of an application', async () => {
    const { emulator, state } = await startEc2({ port: false });
    const requestHandler = {
      httpHandlerConfigs: () => ({}),
      updateHttpClientConfig: () => {},
      async handle({ hostname, path, method, headers, body }: HttpRequest) {
        const address = `https://${hostname}${path}`;
        const answer = await emulator.fetch(address, { method, headers, body: body ?? null });
        const response = {
          statusCode: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: answer.body,
        };
        return { response };
      },
    };
    const client = new EC2Client({
      region: 'eu-west-1',
      credentials: EC2_TEST_CREDENTIALS,
      requestHandler,
    });
    await client.send(new RunInstancesCommand(oneMachine));
    const error = client.send(new RunInstancesCommand({ ...oneMachine, ImageId: 'ami-1' }));
    await expect(error).rejects.toMatchObject({ name: 'InvalidAMIID.Malformed' });
    expect(state.instances()).toMatchObject([{ region: 'eu-west-1' }]);
    expect(emulator.requests.all()[0]?.headers['host']).toBe('ec2.eu-west-1.amazonaws.com');
  });

  it('shows the code, the status and the request id of an error', async () => {
    const { client, emulator } = await startEc2();
    const work = client.send(
      new DescribeInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }),
    );
    await expect(work).rejects.toMatchObject({
      name: 'InvalidInstanceID.NotFound',
      message: "The instance ID 'i-0123456789abcdef0' does not exist",
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(emulator.requests.all()).toMatchObject([
      { operation: 'DescribeInstances', errorCode: 'InvalidInstanceID.NotFound' },
    ]);
  });
});
