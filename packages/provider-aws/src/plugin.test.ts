import { readFile } from 'node:fs/promises';
import { parseCredentials } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import plugin, { AwsProvider } from './index.js';
import { CREDENTIALS } from './testing/start-aws.js';

const operation = { provider: 'aws', operation: 'getProvider' };

describe('the plugin', () => {
  it('says in the manifest what it says itself', async () => {
    const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
    const { name, contract } = plugin;
    expect(JSON.parse(manifest).stagely).toEqual({ provider: name, contract });
  });

  it('makes a provider that publishes EC2’s budget', async () => {
    const provider = await plugin.createProvider(CREDENTIALS, {});
    expect(provider).toBeInstanceOf(AwsProvider);
    expect(provider.limits).toEqual({
      create: { burst: 5, perSecond: 2 },
      terminate: { burst: 100, perSecond: 5 },
      read: { burst: 100, perSecond: 20 },
    });
  });

  it('finds credentials in the environment', () => {
    const find = plugin.credentialsFromEnvironment;
    const all = {
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    };
    expect(find(all)).toEqual({
      access_key_id: 'AKIA',
      secret_access_key: 'secret',
      session_token: 'token',
      region: 'eu-west-1',
    });
    expect(find({ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' })).toEqual({
      region: 'us-east-1',
    });
    expect(find({ AWS_SESSION_TOKEN: '' })).toEqual({});
  });

  it('declares its keys secret', () => {
    expect(plugin.secretFields).toEqual(['access_key_id', 'secret_access_key', 'session_token']);
  });
});

describe('credentials', () => {
  const { region, ...keys } = CREDENTIALS;

  it.each([CREDENTIALS, { region }, { ...CREDENTIALS, session_token: 'token' }])(
    'may be %j',
    async (credentials) => {
      const parsed = await parseCredentials(plugin.credentials, credentials, operation);
      expect(parsed).toEqual(credentials);
    },
  );

  it.each<[string, unknown, readonly string[]]>([
    ['no region', keys, ['region']],
    ['a region of no form', { ...CREDENTIALS, region: 'Ireland' }, ['region']],
    ['a number for a key', { ...CREDENTIALS, access_key_id: 5 }, ['access_key_id']],
    ['an empty secret', { ...CREDENTIALS, secret_access_key: '' }, ['secret_access_key']],
    ['a line break', { ...CREDENTIALS, session_token: 'a\nb' }, ['session_token']],
    ['a key without a secret', { region, access_key_id: 'AKIA' }, ['secret_access_key']],
    ['a secret without a key', { region, secret_access_key: 'x' }, ['access_key_id']],
    ['a token alone', { region, session_token: 'x' }, ['secret_access_key']],
    ['another field', { ...CREDENTIALS, role: 'x' }, ['role']],
  ])('may not have %s', async (_, credentials, fields) => {
    const issues = fields.map((field) => ({ path: `credentials.${field}` }));
    const error = parseCredentials(plugin.credentials, credentials, operation);
    await expect(error).rejects.toMatchObject({ issues });
    expect(() => Reflect.construct(AwsProvider, [credentials])).toThrow(
      expect.objectContaining({ issues: issues.map((issue) => expect.objectContaining(issue)) }),
    );
  });
});

describe('the context', () => {
  it.each<[unknown, string]>([
    [null, 'context'],
    [{ clock: 5 }, 'context.clock'],
    [{ logger: {} }, 'context.logger'],
    [{ fetch: 'fetch' }, 'context.fetch'],
    [{ random: 4 }, 'context.random'],
    [{ settings: 5 }, 'context.settings'],
    [{ settings: { endpoint: 'ftp://x' } }, 'context.settings.endpoint'],
    [{ settings: { endpoint: 'nonsense' } }, 'context.settings.endpoint'],
    [{ settings: { requestHandler: {} } }, 'context.settings.requestHandler'],
    [{ settings: { useDefaultCredentialChain: 1 } }, 'context.settings.useDefaultCredentialChain'],
    [{ settings: { regions: [] } }, 'context.settings.regions'],
    [{ settings: { regions: ['Ireland'] } }, 'context.settings.regions.0'],
    [{ settings: { requestTimeoutMs: 0 } }, 'context.settings.requestTimeoutMs'],
    [{ settings: { addressTimeoutMs: 1.5 } }, 'context.settings.addressTimeoutMs'],
    [{ settings: { pollIntervalMs: '1s' } }, 'context.settings.pollIntervalMs'],
    [{ settings: { visibilityWindowMs: -1 } }, 'context.settings.visibilityWindowMs'],
    [{ settings: { catalogueTtlMs: 86_400_001 } }, 'context.settings.catalogueTtlMs'],
    [{ settings: { skipOsShutdown: 'no' } }, 'context.settings.skipOsShutdown'],
    [{ settings: { maxAttempts: 3 } }, 'context.settings.maxAttempts'],
  ])('is refused when it is %o', (context, path) => {
    expect(() => Reflect.construct(AwsProvider, [CREDENTIALS, context])).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path })] }),
    );
  });

  it('is listed with everything wrong in it and in the credentials', () => {
    const context = { clock: 5, settings: { regions: 'all' } };
    const paths = ['context.settings.regions', 'context.clock', 'credentials.region'];
    expect(() => Reflect.construct(AwsProvider, [{ region: 5 }, context])).toThrow(
      expect.objectContaining({ issues: paths.map((path) => expect.objectContaining({ path })) }),
    );
  });
});

describe('the options', () => {
  const provider = new AwsProvider(CREDENTIALS, {
    fetch: () => Promise.reject(new Error('A request was made.')),
  });

  it.each<[string, unknown, string]>([
    ['image', 'ubuntu', 'must be an image'],
    ['image', 'resolve:ssm:', 'must be an image'],
    ['instanceType', 'small', 'must be an instance type'],
    ['instanceType', 5, 'must be an instance type'],
    ['subnetId', 'vpc-01234567', 'must be an id such as subnet-'],
    ['securityGroupIds', 'sg-01234567', 'must be a list of ids'],
    ['securityGroupIds', [], 'must have at least one id'],
    ['securityGroupIds', Array.from({ length: 17 }, () => 'sg-01234567'), 'at most 16'],
    ['keyName', '', 'must have 1 to 255'],
    ['keyName', 'schlüssel', 'must have 1 to 255'],
    ['iamInstanceProfile', 'arn:aws:iam::1:role/x', 'must be the name or the ARN'],
    ['volumeSizeGb', 10, 'is not a known field'],
  ])('%s may not be %j', async (option, value, message) => {
    const spec = {
      size: 'small',
      architecture: 'amd64',
      providerOptions: { aws: { [option]: value } },
    };
    await expect(Reflect.apply(provider.createInstance, provider, [spec])).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [
        {
          path: `spec.providerOptions.aws.${option}`,
          message: expect.stringContaining(message),
        },
      ],
    });
  });

  it('are told with every other problem of a spec', async () => {
    const spec = {
      size: 'small',
      architecture: 'amd64',
      region: 'Ireland',
      tags: { 'aws:x': '1', 'AWS:y': '2' },
      userData: Array.from({ length: 40_000 }, () => Math.random().toString(36)[2]).join(''),
    } as const;
    await expect(provider.createInstance(spec)).rejects.toMatchObject({
      issues: [
        { path: 'spec.region' },
        { path: 'spec.tags.aws:x' },
        { path: 'spec.tags.AWS:y' },
        { path: 'spec.userData' },
      ],
    });
  });
});
