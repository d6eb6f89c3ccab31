import { describe, expect, test } from 'vitest';
import { acme, minimal, now, refused, SECRET } from '../../test/acme-spec.js';
import { standardSchema } from '../../test/standard-schema.js';
import { parseInstanceSpec } from './parse-instance-spec.js';

describe('a spec that fights back', () => {
  const throwing = (field: string) =>
    Object.defineProperty({}, field, {
      enumerable: true,
      get() {
        throw new Error(SECRET);
      },
    });
  const refusing = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error(SECRET);
      },
    },
  );
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const unreadable = 'cannot be read: one of its fields throws an error';

  test('by getters that throw is refused', async () => {
    expect(await refused(throwing('size'))).toEqual([`spec ${unreadable}`]);
    expect(await refused({ ...minimal, tags: throwing('env') })).toEqual([
      `spec.tags ${unreadable}`,
    ]);
    expect(await refused({ ...minimal, providerOptions: throwing('acme') })).toEqual([
      `spec.providerOptions ${unreadable}`,
    ]);
    expect(await refused({ ...minimal, providerOptions: { acme: throwing('image') } })).toEqual([
      `spec.providerOptions.acme ${unreadable}`,
    ]);
  });

  test('by a Proxy is refused', async () => {
    expect(await refused(refusing)).toEqual([`spec ${unreadable}`]);
    expect(await refused(revoked)).toEqual(['spec cannot be read']);
    expect(await refused({ ...minimal, tags: refusing })).toEqual([`spec.tags ${unreadable}`]);
    expect(await refused({ ...minimal, tags: revoked })).toEqual(['spec cannot be read']);
    expect(await refused({ ...minimal, expiresAt: new Proxy(new Date(now + 5), {}) })).toEqual([
      'spec.expiresAt must be a Date',
    ]);
  });

  test('by a Date that lies about its time is not believed', async () => {
    class Liar extends Date {
      override getTime(): number {
        return now + 1_000;
      }
    }
    expect(await refused({ ...minimal, expiresAt: new Liar(Number.NaN) })).toEqual([
      'spec.expiresAt must be a valid Date',
    ]);
    expect(await refused({ ...minimal, expiresAt: new Liar(0) })).toEqual([
      'spec.expiresAt must lie in the future',
    ]);
  });

  test('by a provider called like a word of JavaScript finds no options that nobody gave', async () => {
    const seen: unknown[] = [];
    const providerOptions = standardSchema((value) => {
      seen.push(value);
      return { value: {} };
    });
    for (const provider of ['constructor', '__proto__', 'toString']) {
      await parseInstanceSpec(minimal, { ...acme, provider, providerOptions });
    }
    expect(seen).toEqual([{}, {}, {}]);
  });
});
