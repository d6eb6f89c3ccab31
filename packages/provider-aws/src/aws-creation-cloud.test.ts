import {
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
} from '@stagely/core';
import { type Call, LaunchTakenError } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { AwsCreationCloud } from './aws-creation-cloud.js';
import { InstanceReader } from './instances/instance-reader.js';
import { Generations } from './launching/generations.js';
import type { InstanceChoice } from './launching/instance-launcher.js';
import type { LaunchPlan } from './launching/launch-plan.js';
import type { LaunchRequest } from './launching/launch-request.js';
import { TypeResolver } from './launching/type-resolver.js';
import { parseAwsSpec } from './parse-aws-spec.js';
import { abortOn, countOf, ec2IdOf, SMALL, startAws } from './testing/start-aws.js';

const operation = { provider: 'aws', operation: 'createInstance', idempotencyKey: 'key' };
const onDemand: LaunchPlan = { market: 'on-demand', type: 't3.small' };
const newSpotPlan = () => ({ market: 'spot', types: ['t3.small'], attempt: {} }) as const;

/**
 * What EC2 brings to creations, on its own, with one machine of the key. Create requests are answered with that machine,
 * but for those that are refused: the first ones, by these errors.
 */
async function start(...refusals: readonly Error[]) {
  const { emulator, clock, run, openAccount } = await startAws();
  const { api, redactor } = openAccount();
  const spec = await parseAwsSpec(
    { ...SMALL, idempotencyKey: 'key' },
    { defaultRegion: 'us-east-1', now: clock.now() },
  );
  const tags = { 'stagely-managed': '1', 'stagely-key': spec.idempotencyKeyHash };
  const plant = (more: Record<string, string> = tags) => {
    const { instanceId } = emulator.state.plantInstance({ region: 'us-east-1', tags: more });
    return `us-east-1/${instanceId}`;
  };
  const instanceId = plant();
  const requests: (LaunchRequest & { readonly earlier?: Error | undefined })[] = [];
  const answer = async (request: LaunchRequest, choice?: InstanceChoice) => {
    const refused = refusals[requests.length];
    requests.push({ ...request, earlier: choice?.earlier });
    if (refused !== undefined) throw refused;
    return instanceId;
  };
  const ended: [string, Call][] = [];
  const cloud = new AwsCreationCloud({
    api,
    visibilityWindowMs: 15_000,
    reader: new InstanceReader(api, clock, redactor),
    resolver: new TypeResolver({ api, clock, ttlMs: 60_000 }),
    launcher: { launch: answer },
    spotLauncher: {
      launch: async (request) => ({ instanceId: await answer(request), warnings: [] }),
    },
    generations: new Generations(() => 0),
    endInstance: async (...call) => void ended.push(call),
  });
  /** What came of a create request, be it an error. */
  const launch = (plan: LaunchPlan = onDemand): Promise<unknown> =>
    run(() =>
      cloud
        .launch(spec, plan, { operation, creator: '0123456789ab', generation: 0 })
        .catch((error: unknown) => error),
    );
  const generations = () => requests.map(({ generation }) => generation);
  return {
    emulator,
    clock,
    run,
    cloud,
    spec,
    tags,
    plant,
    instanceId,
    requests,
    ended,
    launch,
    generations,
  };
}

const taken = new LaunchTakenError('The client token is used.');
const refused = new QuotaExceededError('too many', { ...operation, outcome: 'no-instance' });
const lost = new NetworkFailureError('lost', operation);

describe('the look for a key', () => {
  it('finds the machines of the key that have not ended, and no others', async () => {
    const { emulator, run, cloud, spec, tags, plant, instanceId } = await start();
    plant({ 'stagely-key': spec.idempotencyKeyHash });
    plant({ ...tags, 'stagely-key': 'f'.repeat(32) });
    emulator.state.terminateInstance(ec2IdOf(plant()));
    const found = await run(() => cloud.findByKey(spec, { operation }));
    expect(found.map((instance) => instance.instanceId)).toEqual([instanceId]);
  });

  it('tells by those that have ended which tokens are used up', async () => {
    const { emulator, run, cloud, spec, tags, plant, launch, generations } = await start();
    emulator.state.terminateInstance(ec2IdOf(plant({ ...tags, 'stagely-generation': '3' })));
    plant({ ...tags, 'stagely-generation': '7' });
    await run(() => cloud.findByKey(spec, { operation }));
    await launch();
    expect(generations()).toEqual([4]);
  });
});

describe('the token of a create request', () => {
  it('is used up when EC2 says so', async () => {
    const { launch, generations } = await start(taken);
    expect(await launch()).toBe(taken);
    await launch();
    expect(generations()).toEqual([0, 1]);
  });

  it('is used up when a fleet launched nothing with it', async () => {
    const { launch, generations } = await start(refused);
    expect(await launch(newSpotPlan())).toBe(refused);
    await launch(newSpotPlan());
    expect(generations()).toEqual([0, 1]);
  });

  it.each([
    ['spot', lost, newSpotPlan()],
    ['spot', new TypeError('bug'), newSpotPlan()],
    ['on-demand', lost, onDemand],
    ['on-demand', refused, onDemand],
  ])('is used again otherwise: %s, after %s', async (_, error, plan) => {
    const { launch, generations } = await start(error);
    expect(await launch(plan)).toBe(error);
    await launch(plan);
    expect(generations()).toEqual([0, 0]);
  });
});

describe('the refusal of a spot request', () => {
  it('is known to what is tried on demand', async () => {
    const { launch, requests } = await start(refused);
    const { attempt, ...spot } = newSpotPlan();
    await launch({ ...spot, attempt });
    await launch({ ...onDemand, attempt });
    expect(requests[1]?.earlier).toBe(refused);
  });
});

describe('an answer that names a machine', () => {
  it('is not looked into when the machine is new', async () => {
    const { emulator, launch, instanceId } = await start();
    expect(await launch()).toEqual({ instanceId, warnings: [] });
    expect(countOf(emulator, 'DescribeInstances')).toBe(0);
  });

  it('of an earlier answer gives it again while it is there', async () => {
    const { emulator, launch, instanceId, generations } = await start();
    await launch();
    expect(await launch()).toEqual({ instanceId, warnings: [] });
    expect(countOf(emulator, 'DescribeInstances')).toBe(1);
    await launch();
    expect(generations()).toEqual([0, 0, 0]);
  });

  it.each(['which is shown as such', 'which is forgotten'])(
    'that has ended, %s, is that of a used token',
    async (how) => {
      const { emulator, clock, launch, instanceId, generations } = await start();
      await launch();
      emulator.state.terminateInstance(ec2IdOf(instanceId));
      if (how === 'which is forgotten') await clock.advance(3_700_000);
      const error = await launch();
      expect(error).toBeInstanceOf(LaunchTakenError);
      expect(error).toMatchObject({
        message: `The client token belongs to ${instanceId}, which has ended.`,
      });
      await launch();
      expect(generations()).toEqual([0, 0, 1]);
    },
  );

  it('that cannot be read fails so', async () => {
    const { emulator, launch, generations } = await start();
    await launch();
    emulator.faults.add({ operation: 'DescribeInstances', fault: { type: 'resetBefore' } });
    expect(await launch()).toMatchObject({ ...operation, code: 'network_failure' });
    await launch();
    expect(generations()).toEqual([0, 0, 0]);
  });
});

describe('without the right to read the image’s parameter', () => {
  it.each([
    'the permission ssm:GetParameters is lacking',
    'no policy allows the action: ssm:GetParameter',
  ])('a documented image is launched, with a warning: %s', async (message) => {
    const { launch, requests, instanceId } = await start(
      new InvalidCredentialsError(message, operation),
    );
    expect(await launch()).toEqual({
      instanceId,
      warnings: [
        {
          code: 'other_image',
          message:
            'The instance was launched from ami-0c7217cdde317cfec, an older build of Ubuntu 22.04, because the credentials lack the permission ssm:GetParameters, which finds the newest.',
        },
      ],
    });
    expect(requests.map(({ image }) => image)).toEqual([
      { imageId: expect.stringMatching(/^resolve:ssm:/), substitute: false },
      { imageId: 'ami-0c7217cdde317cfec', substitute: true },
    ]);
  });

  it.each([
    new InvalidCredentialsError('the permission ec2:RunInstances is lacking', operation),
    new InvalidCredentialsError('the permission ssm:GetParametersByPath is lacking', operation),
    new InvalidInputError('ssm:GetParameters has no such parameter', { ...operation, issues: [] }),
    new TypeError('ssm:GetParameters'),
  ])('is not what other errors say: %s', async (error) => {
    const { launch, requests } = await start(error);
    expect(await launch()).toBe(error);
    expect(requests).toHaveLength(1);
  });
});

describe('a mark', () => {
  it.each([
    ['adopted', 'stagely-adopted'],
    ['abandoned', 'stagely-abandoned'],
  ] as const)('%s is a tag beside the others, and is taken away again', async (mark, tag) => {
    const { emulator, run, cloud, tags, instanceId } = await start();
    const shown = () => emulator.state.instance(ec2IdOf(instanceId)).tags;
    await run(() => cloud.markInstance(instanceId, mark, true, { operation }));
    expect(shown()).toEqual({ ...tags, [tag]: '1' });
    await run(() => cloud.markInstance(instanceId, mark, false, { operation }));
    expect(shown()).toEqual(tags);
  });
});

describe('the end of a machine', () => {
  it('is asked for as it was told', async () => {
    const { cloud, ended, instanceId } = await start();
    const { signal } = new AbortController();
    await cloud.endInstance(instanceId, { operation, signal });
    expect(ended).toEqual([[instanceId, { operation, signal }]]);
  });
});

type Started = Awaited<ReturnType<typeof start>>;
type Begin = (started: Started, signal: AbortSignal) => Promise<unknown>;

const requests: [string, string, Begin][] = [
  [
    'the look for a key',
    'DescribeInstances',
    ({ cloud, spec }, signal) => cloud.findByKey(spec, { operation, signal }),
  ],
  [
    'the read of a machine',
    'DescribeInstances',
    ({ cloud, instanceId }, signal) => cloud.readInstance(instanceId, { operation, signal }),
  ],
  [
    'a mark',
    'CreateTags',
    ({ cloud, instanceId }, signal) =>
      cloud.markInstance(instanceId, 'adopted', true, { operation, signal }),
  ],
  [
    'the removal of a mark',
    'DeleteTags',
    ({ cloud, instanceId }, signal) =>
      cloud.markInstance(instanceId, 'adopted', false, { operation, signal }),
  ],
];

describe('a request', () => {
  it.each(requests)('is aborted with its call: %s', async (_, asked, begin) => {
    const started = await start();
    const { emulator, clock, run } = started;
    const startedAt = clock.now();
    const signal = abortOn(emulator, asked);
    await expect(run(() => begin(started, signal))).rejects.toMatchObject({ name: 'AbortError' });
    expect(clock.now()).toBe(startedAt);
  });
});
