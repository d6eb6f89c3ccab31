import { describe, expect, test } from 'vitest';
import { acme, minimal, now, parse } from '../../test/acme-spec.js';
import type { InstanceSpec } from '../contract/instance-spec.js';
import { hashInstanceSpec } from './hash-instance-spec.js';
import { parseInstanceSpec } from './parse-instance-spec.js';

describe('the hash of a spec', () => {
  const full: InstanceSpec = {
    ...minimal,
    region: 'nbg1',
    userData: '#cloud-config\n',
    tags: { env: 'preview', a: '1' },
    providerOptions: { acme: { image: 'ubuntu-22.04' } },
  };
  const hashOf = async (spec: InstanceSpec) => (await parse(spec)).specHash;

  test('is over the spec after defaults', async () => {
    expect(await hashOf(full)).toBe('1-d142211078b873162ef2fb3a16fe047a');
    expect(await hashOf(full)).toBe(hashInstanceSpec(await parse(full)));
  });

  test.each<[string, Partial<InstanceSpec>]>([
    ['the end of the lease', { expiresAt: new Date(now + 1) }],
    ['the key', { idempotencyKey: 'job-7' }],
    ["other providers' options", { providerOptions: { aws: { subnet: 'x' } } }],
    ['a default that is written out', { spotInstance: false, region: 'nbg1' }],
    ['the order of tags', { tags: { a: '1', env: 'preview' } }],
    ['options that are undefined', { providerOptions: { acme: { cores: undefined } } }],
  ])('does not depend on %s', async (_, change) => {
    expect(await hashOf({ ...full, ...change })).toBe(await hashOf(full));
  });

  test.each<[string, Partial<InstanceSpec>]>([
    ['size', { size: 'medium' }],
    ['architecture', { architecture: 'arm64' }],
    ['region', { region: 'fsn1' }],
    ['user data', { userData: '#cloud-config' }],
    ['tags', { tags: {} }],
    ['spot', { spotInstance: true }],
    ['own options', { providerOptions: { acme: { image: 'debian-12' } } }],
  ])('depends on %s', async (_, change) => {
    expect(await hashOf({ ...full, ...change })).not.toBe(await hashOf(full));
  });

  test('depends on the region of the credentials where the spec has none', async () => {
    const elsewhere = await parseInstanceSpec(minimal, { ...acme, defaultRegion: 'fsn1' });
    expect(elsewhere).toMatchObject({ region: 'fsn1' });
    expect(elsewhere.specHash).not.toBe(await hashOf(minimal));
  });

  test('is the same for absent, undefined and empty', async () => {
    const { specHash } = await parse(minimal);
    expect(await hashOf({ ...minimal, userData: '', tags: {}, providerOptions: {} })).toBe(
      specHash,
    );
    expect(await hashOf({ ...minimal, userData: undefined, tags: undefined })).toBe(specHash);
  });
});
