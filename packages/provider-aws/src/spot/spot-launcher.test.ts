import {
  CapacityUnavailableError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
} from '@stagely/core';
import { LaunchTakenError, Redactor, VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { InstanceLauncher } from '../launching/instance-launcher.js';
import { parseAwsSpec } from '../parse-aws-spec.js';
import { SMALL } from '../testing/start-aws.js';
import type { FleetAnswer } from '../wire/fleet-schema.js';
import { LaunchTemplates } from './launch-templates.js';
import { SpotLauncher } from './spot-launcher.js';

const operation = { provider: 'aws', operation: 'createInstance', idempotencyKey: 'key' };
const ID = 'i-0123456789abcdef0';
const launched = { instanceId: `us-east-1/${ID}`, warnings: [] };
const fleet: FleetAnswer = { instanceId: ID, errors: [] };

const refusal = (providerCode: string) =>
  new InvalidInputError('refused', { ...operation, issues: [], providerCode });
const missing = refusal('InvalidLaunchTemplateName.NotFoundException');
const there = refusal('InvalidLaunchTemplateName.AlreadyExistsException');
const denied = (message: string, providerCode = 'UnauthorizedOperation') =>
  new InvalidCredentialsError(message, { ...operation, providerCode });
const noCapacity = (message: string) =>
  new CapacityUnavailableError(message, {
    ...operation,
    providerCode: 'InsufficientInstanceCapacity',
  });
const noFleets = denied('the permission ec2:CreateFleet is lacking');

interface Setting {
  /** What requests are answered with, by action, one after the other; the rest succeed. */
  readonly answers?: Readonly<Record<string, readonly (Error | undefined)[]>>;
  /** What fleets are answered with when they are not refused. */
  readonly answer?: FleetAnswer;
  readonly visibilityWindowMs?: number;
}

async function launch({ answers = {}, answer = fleet, visibilityWindowMs = 0 }: Setting = {}) {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const requests: { action: string; at: number; input: object; to: object }[] = [];
  const ask = async (action: string, input: object, to: object) => {
    const refused = answers[action]?.[countOf(action)];
    requests.push({ action, at: clock.now() - startedAt, input, to });
    if (refused !== undefined) throw refused;
  };
  const of = (action: string) => requests.filter((request) => request.action === action);
  const countOf = (action: string) => of(action).length;
  const backoff = { minDelayMs: 2_000, maxDelayMs: 8_000, random: () => 0 };
  const launcher = new SpotLauncher({
    api: {
      createFleet: async (input, to) => {
        await ask('CreateFleet', input, to);
        return answer;
      },
    },
    templates: new LaunchTemplates({
      api: {
        createLaunchTemplate: (input, to) => ask('CreateLaunchTemplate', input, to),
        deleteLaunchTemplate: (input, to) => ask('DeleteLaunchTemplate', input, to),
        describeLaunchTemplates: () => expect.unreachable(),
      },
      clock,
      backoff,
      visibilityWindowMs,
    }),
    launcher: new InstanceLauncher({
      runInstances: async (input, to) => {
        await ask('RunInstances', input, to);
        return { InstanceId: ID, InstanceType: 'any', State: { Name: 'pending' }, Tags: [] };
      },
    }),
    clock,
    backoff,
    visibilityWindowMs,
    redactor: new Redactor(() => []),
  });
  const spec = await parseAwsSpec(
    { ...SMALL, spotInstance: true, idempotencyKey: 'key' },
    { defaultRegion: 'us-east-1', now: 0 },
  );
  const image = { imageId: 'ami-0123456789abcdef0', substitute: false };
  const request = { spec, image, generation: 0, creator: '0123456789ab', operation };
  const result: unknown = await clock.run(() =>
    launcher.launch(request, ['t3.small', 't3a.small']).catch((error: unknown) => error),
  );
  return { result, of, actions: requests.map(({ action }) => action) };
}

describe('a spot instance', () => {
  it('is asked for as a fleet that launches, from a template that is removed', async () => {
    const { result, of, actions } = await launch();
    expect(result).toEqual(launched);
    expect(actions).toEqual(['CreateLaunchTemplate', 'CreateFleet', 'DeleteLaunchTemplate']);
    const to = { region: 'us-east-1', operation };
    expect(of('CreateFleet')).toMatchObject([{ to: { ...to, launches: true } }]);
    const refused = { ...to, operation: { ...operation, outcome: 'no-instance' } };
    expect(of('CreateLaunchTemplate')).toMatchObject([{ to: refused }]);
    expect(of('DeleteLaunchTemplate')).toMatchObject([{ to: refused }]);
  });

  it('comes with a warning when its template stays', async () => {
    const { result, of } = await launch({ answers: { DeleteLaunchTemplate: [denied('no')] } });
    const [request] = of('CreateLaunchTemplate');
    const name = Reflect.get(request?.input ?? {}, 'LaunchTemplateName');
    const message = `The launch template ${name} in us-east-1 could not be removed; sweep() will.`;
    expect(result).toEqual({ ...launched, warnings: [{ code: 'cleanup_failed', message }] });
  });

  it.each([denied('no'), new QuotaExceededError('too many', operation)])(
    'is not asked for when its template is refused, and nothing is removed: %s',
    async (error) => {
      const { result, actions } = await launch({ answers: { CreateLaunchTemplate: [error] } });
      expect(result).toBe(error);
      expect(actions).toEqual(['CreateLaunchTemplate']);
    },
  );

  it('is not asked for when the answer to its template is lost, which is removed', async () => {
    const lost = new NetworkFailureError('lost', operation);
    const { result, actions } = await launch({ answers: { CreateLaunchTemplate: [lost] } });
    expect(result).toBe(lost);
    expect(actions).toEqual(['CreateLaunchTemplate', 'DeleteLaunchTemplate']);
  });
});

describe('a fleet that is refused', () => {
  it('for want of spot says so, with the refusal as its cause', async () => {
    const cause = new QuotaExceededError('too many spot instances', {
      ...operation,
      providerCode: 'MaxSpotInstanceCountExceeded',
    });
    const { result, actions } = await launch({ answers: { CreateFleet: [cause] } });
    expect(result).toBeInstanceOf(CapacityUnavailableError);
    expect(result).toMatchObject({ outcome: 'no-instance', cause });
    expect(actions.at(-1)).toBe('DeleteLaunchTemplate');
  });

  it('because its token is used says so, with the refusal as its cause', async () => {
    const cause = refusal('IdempotentParameterMismatch');
    const { result, actions } = await launch({ answers: { CreateFleet: [cause] } });
    expect(result).toBeInstanceOf(LaunchTakenError);
    expect(result).toMatchObject({ cause });
    expect(actions.at(-1)).toBe('DeleteLaunchTemplate');
  });

  it('for another reason fails so', async () => {
    const error = refusal('InvalidParameterValue');
    const { result } = await launch({ answers: { CreateFleet: [error] } });
    expect(result).toBe(error);
  });

  it('type by type fails with what its answer says', async () => {
    const errors = [{ code: 'InsufficientInstanceCapacity', text: 'There is none.' }];
    const { result } = await launch({ answer: { instanceId: undefined, errors } });
    expect(result).toMatchObject({
      ...operation,
      code: 'capacity_unavailable',
      outcome: 'no-instance',
      message: expect.stringContaining('(InsufficientInstanceCapacity: There is none.)'),
    });
  });
});

describe('a fleet whose template is not found', () => {
  const always = Array.from({ length: 30 }, () => missing);

  it('is asked for three times at least, while its template is made anew', async () => {
    const { result, of } = await launch({ answers: { CreateFleet: always } });
    expect(of('CreateFleet').map(({ at }) => at)).toEqual([0, 1_000, 3_000]);
    expect(of('CreateLaunchTemplate')).toHaveLength(3);
    const [request] = of('CreateLaunchTemplate');
    const name = Reflect.get(request?.input ?? {}, 'LaunchTemplateName');
    expect(result).toBeInstanceOf(NetworkFailureError);
    expect(result).toMatchObject({
      ...operation,
      message: `aws: createInstance failed: EC2 does not show the launch template ${name}, which was just made. Try again.`,
      outcome: 'no-instance',
      cause: missing,
    });
  });

  it('is asked for until reads must show a template that is there', async () => {
    const { result, of } = await launch({
      answers: { CreateFleet: always, CreateLaunchTemplate: always.map(() => there) },
      visibilityWindowMs: 5_000,
    });
    expect(of('CreateFleet').map(({ at }) => at)).toEqual([0, 1_000, 3_000, 7_000]);
    expect(result).toMatchObject({ code: 'network_failure', outcome: 'no-instance' });
  });

  it('is asked for twenty times at most, when somebody removes each template', async () => {
    const { result, of } = await launch({
      answers: { CreateFleet: always },
      visibilityWindowMs: 60_000,
    });
    expect(of('CreateFleet')).toHaveLength(20);
    expect(result).toMatchObject({ code: 'network_failure', outcome: 'no-instance' });
  });

  it('is launched as soon as its template shows', async () => {
    const { result, of } = await launch({
      answers: { CreateFleet: [missing, missing] },
      visibilityWindowMs: 60_000,
    });
    expect(result).toEqual(launched);
    expect(of('CreateFleet').map(({ at }) => at)).toEqual([0, 1_000, 3_000]);
  });
});

describe('without the right to fleets', () => {
  it.each([noFleets, denied('the permission ec2:CreateLaunchTemplate is lacking')])(
    'single instances are asked for, type by type: %s',
    async (error) => {
      const { result, of } = await launch({
        answers: { CreateFleet: [error], RunInstances: [noCapacity('none of the first')] },
      });
      expect(result).toEqual(launched);
      expect(of('RunInstances')).toMatchObject([
        { input: { InstanceType: 't3.small', InstanceMarketOptions: { MarketType: 'spot' } } },
        { input: { InstanceType: 't3a.small', InstanceMarketOptions: { MarketType: 'spot' } } },
      ]);
    },
  );

  it('a single instance comes with the warning that the template of the fleet stays', async () => {
    const { result, of } = await launch({
      answers: { CreateFleet: [noFleets], DeleteLaunchTemplate: [denied('no')] },
    });
    expect(of('RunInstances')).toHaveLength(1);
    expect(result).toMatchObject({ ...launched, warnings: [{ code: 'cleanup_failed' }] });
  });

  it('and with no type to be had, the error has every refusal', async () => {
    const errors = [noCapacity('none of the first'), noCapacity('none of the second')];
    const { result } = await launch({
      answers: { CreateFleet: [noFleets], RunInstances: errors },
    });
    expect(result).toBeInstanceOf(CapacityUnavailableError);
    expect(result).toMatchObject({
      ...operation,
      message:
        'aws: createInstance failed: there is no spot instance of t3.small, t3a.small to be had. Try again later, or on demand.',
      outcome: 'no-instance',
    });
    expect(result).toHaveProperty('cause.errors', errors);
  });

  it('another refusal is the error, and no further type is tried', async () => {
    const error = refusal('InvalidParameterValue');
    const { result, of } = await launch({
      answers: { CreateFleet: [noFleets], RunInstances: [error] },
    });
    expect(result).toBe(error);
    expect(of('RunInstances')).toHaveLength(1);
  });
});

describe('with the right to fleets, as far as is known', () => {
  const told = noFleets.message;

  it.each([
    denied('the permission ec2:RunInstances is lacking'),
    denied('the permission ec2:CreateFleets is lacking'),
    denied(told, 'AuthFailure'),
    new InvalidInputError(told, {
      ...operation,
      issues: [],
      providerCode: 'UnauthorizedOperation',
    }),
  ])('no single instance is asked for: %s', async (error) => {
    const { result, of } = await launch({ answers: { CreateFleet: [error] } });
    expect(result).toBe(error);
    expect(of('RunInstances')).toEqual([]);
  });
});
