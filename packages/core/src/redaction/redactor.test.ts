import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Redactor } from './redactor.js';

const token = 'dop_v1_0123456789abcdef';
const userData =
  '#cloud-config\npassword: "hünter2/+"\nruncmd:\n  - curl https://example.com?a=b&c\n';
const redactor = new Redactor(() => [token, userData]);

const ENCODINGS: Record<string, (secret: string) => string> = {
  raw: (secret) => secret,
  base64: (secret) => Buffer.from(secret).toString('base64'),
  'base64 without padding': (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
  'percent-encoded': (secret) => encodeURIComponent(secret),
  'in a form': (secret) => new URLSearchParams({ x: secret }).toString().slice(2),
  'JSON-escaped': (secret) => JSON.stringify(secret).slice(1, -1),
  'JSON in JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  'base64 in a form': (secret) => encodeURIComponent(Buffer.from(secret).toString('base64')),
};

describe.each(Object.entries(ENCODINGS))('%s', (_, encode) => {
  test('tokens and user data are replaced', () => {
    const text = `refused ${encode(token)}, user data ${encode(userData)}.`;
    // Padding and what it is encoded as tells nothing.
    expect(redactor.text(text).replaceAll(/(?:=|%3D)+/g, '')).toBe(
      'refused [redacted], user data [redacted].',
    );
  });

  test('no secret of four characters or more survives in any text', () => {
    const secrets = fc.string({ unit: 'grapheme', minLength: 4, maxLength: 80 });
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const encoded = encode(secret);
        const redacted = new Redactor(() => [secret]).text(`${before}${encoded}${after}`);
        const own = encoded.replace(/(?:=|%3D)+$/, '');
        // A secret such as `[red` or `acte` comes back with the replacement itself.
        fc.pre(!'[redacted]'.includes(own));
        expect(redacted.replaceAll('[redacted]', '\0')).not.toContain(own);
      }),
    );
  });
});

test('a token in a longer base64 text, as HTTP basic authentication has it, is replaced', () => {
  for (const user of ['', 'a', 'ab', 'abc', 'abcd']) {
    const header = Buffer.from(`${user}:${token}:x`).toString('base64');
    const redacted = redactor.text(`authorization: Basic ${header}`);
    expect(redacted).toMatch(
      /^authorization: Basic [A-Za-z0-9]{0,8}\[redacted\][A-Za-z0-9=]{0,6}$/,
    );
    const decoded = Buffer.from(redacted.slice('authorization: Basic '.length), 'base64');
    expect(decoded.toString()).not.toContain(token.slice(1, 5));
  }
});

test('a truncated echo is replaced', () => {
  const echo = JSON.stringify({ user_data: userData }).slice(0, 60);
  expect(redactor.text(`invalid: ${echo}...`)).toBe('invalid: {"user_data":"[redacted]...');
  expect(redactor.text(`token ${token.slice(0, 15)}*** refused`)).toBe(
    'token [redacted]*** refused',
  );
});

test('what is no secret stays as it is', () => {
  const text = 'server 42 in nbg1 is locked (uniqueness_error): dop_v1, #cloud';
  expect(redactor.text(text)).toBe(text);
});

test('secrets under four characters and absent ones are left alone', () => {
  const short = new Redactor(() => ['', 'abc', undefined]);
  expect(short.text('abc undefined abc')).toBe('abc undefined abc');
  const encoded = `${Buffer.from('abc').toString('base64')} ${Buffer.from('abc').toString('hex')}`;
  expect(short.text(encoded)).toBe(encoded);
});

test('secrets are asked for each time, so new ones count', () => {
  const secrets: string[] = [];
  const growing = new Redactor(() => secrets);
  expect(growing.text('hunter22')).toBe('hunter22');
  secrets.push('hunter22');
  expect(growing.text('hunter22')).toBe('[redacted]');
  expect(growing.error(new Error('hunter22')).message).toBe('[redacted]');
});

describe('what is a secret for as long as some work takes', () => {
  test('is taken out until then, also when two have a use for it and when the work fails', async () => {
    const holder = new Redactor(() => []);
    const events = new EventTarget();
    const first = holder.during(['hunter22', undefined], async () => {
      await new Promise((resolve) => events.addEventListener('end', resolve));
      return holder.text('hunter22');
    });
    const second = holder.during(['hunter22'], () => Promise.reject(new Error('failed')));
    await expect(second).rejects.toThrow('failed');
    expect(holder.error(new Error('hunter22')).message).toBe('[redacted]');
    events.dispatchEvent(new Event('end'));
    expect(await first).toBe('[redacted]');
    expect(holder.text('hunter22')).toBe('hunter22');
  });
});

describe('large user data', () => {
  // Quadratic work would be 6.7 billion steps for each of the forms, and not end within the time of a test.
  const hash = createHash('shake256', { outputLength: 49_152 });
  const large = hash.update('large user data').digest('base64');
  const manyForms = new Redactor(() => [large]);

  test('is found in a large message in a time that grows with their sum', () => {
    const redacted = manyForms.text(`echo: ${large.slice(100, 60_000)} ${'x'.repeat(42_000)} end`);
    expect(redacted).toBe(`echo: [redacted] ${'x'.repeat(42_000)} end`);
  });

  test('that repeats itself is no slower', () => {
    const repetitive = new Redactor(() => ['a'.repeat(65_536), 'ab'.repeat(32_768)]);
    expect(repetitive.text('a'.repeat(102_400))).toBe('[redacted]');
    expect(repetitive.text(`${'ab'.repeat(51_200)}c`)).toBe('[redacted]c');
  });
});

describe('the copy of an error', () => {
  /** All that can be seen of an error. */
  const shown = (error: Error) =>
    inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error) + error.stack;

  test('keeps name, message, stack, code, status and request id', () => {
    const original = Object.assign(new TypeError('fetch failed'), {
      code: 'ECONNRESET',
      errno: -104,
      syscall: 'read',
      status: 503,
      statusCode: 503,
      requestId: 'req-1',
    });
    const copy = redactor.error(original);
    expect(copy).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      stack: original.stack,
      code: 'ECONNRESET',
      errno: -104,
      syscall: 'read',
      status: 503,
      statusCode: 503,
      requestId: 'req-1',
    });
    expect(copy).toBeInstanceOf(Error);
    expect(inspect(copy)).toContain('TypeError');
    expect(Object.keys(copy).sort()).toEqual([
      'code',
      'errno',
      'requestId',
      'status',
      'statusCode',
      'syscall',
    ]);
  });

  test('finds status and request id where the AWS SDK and ky keep them', () => {
    const aws = Object.assign(new Error('m'), {
      $metadata: { httpStatusCode: 400, requestId: 'aws-1', extendedRequestId: 'x' },
    });
    expect(redactor.error(aws)).toMatchObject({ status: 400, requestId: 'aws-1' });
    const ky = Object.assign(new Error('m'), { response: new Response(null, { status: 422 }) });
    expect(redactor.error(ky)).toMatchObject({ status: 422 });
    expect(redactor.error(ky)).not.toHaveProperty('response');
  });

  test('shows no secret in message, stack, name, code or request id', () => {
    const original = Object.assign(new Error(`refused ${token}`), {
      name: `Error of ${token}`,
      code: token,
      requestId: `${token}-1`,
    });
    const copy = redactor.error(original);
    expect(copy.message).toBe('refused [redacted]');
    expect(copy.stack).toMatch(/: refused \[redacted\]\n {4}at /);
    expect(shown(copy)).not.toContain(token);
  });

  test('leaves out everything else: requests, headers, bodies', () => {
    const original = Object.assign(new Error('m'), {
      request: { headers: { authorization: 'Bearer other-secret' } },
      options: { body: 'other-secret' },
      config: 'other-secret',
      [Symbol('state')]: 'other-secret',
      code: { nested: 'other-secret' },
      status: null,
    });
    const copy = redactor.error(original);
    expect(shown(copy)).not.toContain('other-secret');
    expect(Object.keys(copy)).toEqual([]);
  });

  test('has the beginning of each long text, without what stands at the cut', () => {
    const original = new Error(`${'x'.repeat(7_990)}${token}${'y'.repeat(20_000)}`);
    const copy = redactor.error(original);
    expect(copy.message).toBe(`${'x'.repeat(7_800)}…`);
    expect(copy.stack).toMatch(/^Error: x{7793}…$/);
  });

  test('is redacted through the whole chain of causes', () => {
    const innermost = Object.assign(new Error(`token ${token}`), { code: 'E3', headers: token });
    const original = new Error('outer', { cause: new Error('middle', { cause: innermost }) });
    const copy = redactor.error(original);
    expect(copy).toMatchObject({
      message: 'outer',
      cause: { message: 'middle', cause: { message: 'token [redacted]', code: 'E3' } },
    });
    expect(shown(copy)).not.toContain(token);
  });

  test('has every error inside an AggregateError, and its cause', () => {
    const refused = (address: string) =>
      Object.assign(new Error(`connect ECONNREFUSED ${address} ${token}`), {
        code: 'ECONNREFUSED',
      });
    const cause = new Error('why');
    const aggregate = new AggregateError([refused('::1'), refused('127.0.0.1')], 'both', { cause });
    const copy = redactor.error(new TypeError('fetch failed', { cause: aggregate }));
    expect(copy.cause).toBeInstanceOf(AggregateError);
    expect(copy.cause).toMatchObject({
      message: 'both',
      cause: { message: 'why' },
      errors: [
        { message: 'connect ECONNREFUSED ::1 [redacted]', code: 'ECONNREFUSED' },
        { message: 'connect ECONNREFUSED 127.0.0.1 [redacted]', code: 'ECONNREFUSED' },
      ],
    });
    expect(shown(copy)).not.toContain(token);
  });

  test('ends where causes run in a circle', () => {
    const first = new Error('first');
    const second = new Error('second', { cause: first });
    first.cause = second;
    const copy = redactor.error(first);
    expect(copy).toMatchObject({ message: 'first', cause: { message: 'second' } });
    expect(copy.cause).not.toHaveProperty('cause');

    const own = new AggregateError([], 'own');
    own.errors.push(own);
    expect(redactor.error(own)).toMatchObject({ message: 'own', errors: [] });
  });

  test('ends after 50 errors, however many there are', () => {
    let chain = new Error('0');
    for (let depth = 1; depth < 10_000; depth++) chain = new Error(`${depth}`, { cause: chain });
    let length = 0;
    for (let error: unknown = redactor.error(chain); error instanceof Error; error = error.cause) {
      length++;
    }
    expect(length).toBe(50);

    const inner = () => new AggregateError(Array.from({ length: 100 }, () => new Error('x')));
    const wide = redactor.error(new AggregateError(Array.from({ length: 100 }, inner)));
    expect(inspect(wide, { depth: null }).match(/Error: x/g)?.length).toBeLessThan(50);
  });

  test('is made of whatever was thrown', () => {
    expect(redactor.error(`boom ${token}`)).toMatchObject({
      name: 'Error',
      message: 'boom [redacted]',
    });
    expect(redactor.error(42)).toMatchObject({ message: '42' });
    expect(redactor.error(Symbol('s'))).toMatchObject({ message: 'Symbol(s)' });
    for (const nothing of [undefined, null, {}, [], () => token]) {
      expect(redactor.error(nothing)).toMatchObject({ name: 'Error', message: '' });
    }
    const thrown = { name: 'ApiError', message: `bad ${token}`, code: 'bad', body: token };
    const copy = redactor.error(thrown);
    expect(copy).toMatchObject({ name: 'ApiError', message: 'bad [redacted]', code: 'bad' });
    expect(shown(copy)).not.toContain(token);
  });

  test('is made although getters throw, and of what can be read', () => {
    const hostile = {
      message: 'readable',
      get name() {
        throw new Error(token);
      },
      get stack() {
        throw new Error(token);
      },
      get cause() {
        throw new Error(token);
      },
      get $metadata() {
        throw new Error(token);
      },
    };
    const copy = redactor.error(hostile);
    expect(copy).toMatchObject({ name: 'Error', message: 'readable' });
    expect(shown(copy)).not.toContain(token);
  });

  test('is made of a Proxy that refuses everything, also as the list of errors', () => {
    const { proxy, revoke } = Proxy.revocable<object>([], {});
    revoke();
    expect(redactor.error(proxy)).toMatchObject({ message: '' });
    expect(redactor.error({ message: 'm', errors: proxy })).toMatchObject({ message: 'm' });
  });

  test('does not change when the original does', () => {
    const original = new Error('before', { cause: new Error('cause') });
    const copy = redactor.error(original);
    original.message = 'after';
    original.cause = undefined;
    expect(copy).toMatchObject({ message: 'before', cause: { message: 'cause' } });
  });
});
