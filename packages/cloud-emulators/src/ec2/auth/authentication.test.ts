import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { codeOf, startEc2 } from '../testing/start-ec2.js';
import { EC2_TEST_CREDENTIALS } from './ec2-credentials.js';
import { signRequest } from './signature-v4.js';

const temporary = {
  accessKeyId: 'ASIATEMPORARYKEY0001',
  secretAccessKey: 'temporary/secret',
  sessionToken: 'a session token with spaces & signs',
};

describe('authentication', () => {
  it('takes what the SDK signs, and refuses another secret or key with AuthFailure', async () => {
    const { client, clientIn } = await startEc2();
    await expect(client.send(new DescribeRegionsCommand({}))).resolves.toHaveProperty('Regions');
    const wrongSecret = clientIn('us-east-1', {
      ...EC2_TEST_CREDENTIALS,
      secretAccessKey: 'wrong',
    });
    expect(await codeOf(wrongSecret.send(new DescribeRegionsCommand({})))).toBe('AuthFailure');
    const wrongKey = clientIn('us-east-1', { ...EC2_TEST_CREDENTIALS, accessKeyId: 'AKIAUNKNOWN' });
    expect(await codeOf(wrongKey.send(new DescribeRegionsCommand({})))).toBe('AuthFailure');
  });

  it('answers AuthFailure as EC2 does, with 401', async () => {
    const { query } = await startEc2();
    const credentials = { ...EC2_TEST_CREDENTIALS, secretAccessKey: 'wrong' };
    const answer = await query('DescribeRegions', {}, { credentials });
    expect(answer).toMatchObject({ status: 401, code: 'AuthFailure' });
  });

  it('wants the session token of temporary credentials, and the right one', async () => {
    const { query } = await startEc2({ credentials: [temporary] });
    expect(await query('DescribeRegions', {}, { credentials: temporary })).toMatchObject({
      status: 200,
    });
    const without = { accessKeyId: temporary.accessKeyId, secretAccessKey: 'temporary/secret' };
    for (const credentials of [without, { ...without, sessionToken: 'another' }]) {
      const answer = await query('DescribeRegions', {}, { credentials });
      expect(answer.code).toBe('AuthFailure');
    }
  });

  it('answers RequestExpired once temporary credentials have ended', async () => {
    const { query, clock } = await startEc2();
    const expiring = { ...temporary, expiresAt: new Date(clock.now() + 60_000) };
    const second = await startEc2({ credentials: [expiring] });
    const ask = () => second.query('DescribeRegions', {}, { credentials: expiring });
    expect((await ask()).status).toBe(200);
    await second.clock.advance(60_000);
    expect((await ask()).code).toBe('RequestExpired');
    expect((await query('DescribeRegions')).status).toBe(200);
  });

  it('wants a signature', async () => {
    const { query } = await startEc2();
    const unsigned = await query(
      'DescribeRegions',
      {},
      { tamper: (headers) => headers.delete('authorization') },
    );
    expect(unsigned).toMatchObject({ status: 403, code: 'MissingAuthenticationToken' });
  });

  it.each([
    ['another algorithm', 'AWS4-HMAC-SHA1 Credential=a/b/c/ec2/aws4_request'],
    ['no credential', 'AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00'],
    [
      'a short scope',
      'AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1, SignedHeaders=host, Signature=00',
    ],
    [
      'no host',
      'AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/ec2/aws4_request, SignedHeaders=x-amz-date, Signature=00',
    ],
    [
      'no signature',
      'AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host',
    ],
    ['nothing of sense', 'Bearer 0123'],
  ])('answers IncompleteSignature to %s', async (_case, authorization) => {
    const { query } = await startEc2();
    const tamper = (headers: Headers) => headers.set('authorization', authorization);
    expect(await query('DescribeRegions', {}, { tamper })).toMatchObject({
      status: 400,
      code: 'IncompleteSignature',
    });
  });

  it('notices when something signed was changed on the way', async () => {
    const { query } = await startEc2();
    const tamper = (headers: Headers) => headers.set('content-type', 'text/plain');
    expect((await query('DescribeRegions', {}, { tamper })).code).toBe('AuthFailure');
  });

  it('refuses Regions that there are not, and those the account has not asked for', async () => {
    const { query } = await startEc2();
    for (const region of ['eu-west-9', 'af-south-1', '']) {
      expect((await query('DescribeRegions', {}, { region })).code).toBe('AuthFailure');
    }
  });

  it('wants the Region of an AWS host in the signature as well', async () => {
    const { emulator } = await startEc2({ port: false });
    const ask = async (host: string) => {
      const response = await emulator.fetch(presign(`https://${host}`, 0, 60));
      return response.status;
    };
    expect(await ask('ec2.us-east-1.amazonaws.com')).toBe(200);
    expect(await ask('ec2.amazonaws.com')).toBe(200);
    expect(await ask('ec2.eu-west-1.amazonaws.com')).toBe(401);
  });

  it('checks the age of a signature only when told to, or under the real clock', async () => {
    const unchecked = await startEc2();
    const longAgo = new Date('2019-05-06T07:08:09Z');
    const ask = (query: typeof unchecked.query, signedAt: Date) =>
      query('DescribeRegions', {}, { signedAt });
    expect((await ask(unchecked.query, longAgo)).status).toBe(200);

    const { query, clock } = await startEc2({ maximumClockSkewMs: 60_000 });
    const at = (ms: number) => new Date(clock.now() + ms);
    expect((await ask(query, at(-60_000))).status).toBe(200);
    expect((await ask(query, at(60_000))).status).toBe(200);
    expect(await ask(query, at(-61_000))).toMatchObject({ status: 400, code: 'RequestExpired' });
    expect((await ask(query, at(61_000))).code).toBe('RequestExpired');
  });
});

describe('a presigned address', () => {
  it('is taken, and no longer once it has expired', async () => {
    const { emulator, clock } = await startEc2({ maximumClockSkewMs: 60_000 });
    const address = presign(emulator.url, clock.now(), 30);
    const response = await fetch(address);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<regionName>us-east-1</regionName>');
    expect((await fetch(address.replace('DescribeRegions', 'DescribeVpcs'))).status).toBe(401);
    await clock.advance(31_000);
    expect(await (await fetch(address)).text()).toContain('RequestExpired');
  });
});

function presign(url: string, now: number, validForSeconds: number): string {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = [time.slice(0, 8), 'us-east-1', 'ec2', 'aws4_request'];
  const query = new URLSearchParams({
    Action: 'DescribeRegions',
    Version: '2016-11-15',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': [EC2_TEST_CREDENTIALS.accessKeyId, ...scope].join('/'),
    'X-Amz-Date': time,
    'X-Amz-Expires': String(validForSeconds),
    'X-Amz-SignedHeaders': 'host',
  });
  const signature = signRequest(
    {
      method: 'GET',
      path: '/',
      query: [...query],
      headers: [['host', new URL(url).host]],
      body: new Uint8Array(),
      time,
      scope,
    },
    EC2_TEST_CREDENTIALS.secretAccessKey,
  );
  query.set('X-Amz-Signature', signature);
  return `${url}/?${query}`;
}
