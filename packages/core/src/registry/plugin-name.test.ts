import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  isPluginPackageName,
  pluginPackageNames,
  pluginType,
  providerTypeSchema,
} from './plugin-name.js';

describe('the packages that may bring a provider', () => {
  test.each([
    ['aws', ['@stagely/provider-aws', 'stagely-provider-aws']],
    ['x', ['@stagely/provider-x', 'stagely-provider-x']],
    ['my-cloud.v2_0', ['@stagely/provider-my-cloud.v2_0', 'stagely-provider-my-cloud.v2_0']],
    ['@acme/fast', ['@acme/stagely-provider-fast']],
    ['@stagely/fast', ['@stagely/stagely-provider-fast']],
    ['@stagely/provider-aws', ['@stagely/provider-aws']],
    ['stagely-provider-aws', ['stagely-provider-aws']],
    ['@acme/stagely-provider-fast', ['@acme/stagely-provider-fast']],
    ['@acme/provider-fast', ['@acme/stagely-provider-provider-fast']],
    ['constructor', ['@stagely/provider-constructor', 'stagely-provider-constructor']],
  ])('of the type %s are %j', (type, names) => {
    expect(pluginPackageNames(type)).toEqual(names);
  });

  test('have names that a package can have: none is longer than 214 characters', () => {
    const prefix = '@stagely/provider-'.length;
    const longest = 'a'.repeat(214 - prefix);
    expect(pluginPackageNames(longest)).toHaveLength(2);
    expect(pluginPackageNames(`${longest}a`)).toEqual([`stagely-provider-${longest}a`]);
    expect(pluginPackageNames(`${longest}aa`)).toEqual([]);
    expect(pluginPackageNames('a'.repeat(1_000_000))).toEqual([]);
    expect(pluginPackageNames(`@acme/${'a'.repeat(200)}`)).toEqual([]);
  });
});

test('a plugin package is told from others by its name alone', () => {
  const names = [
    '@stagely/provider-aws',
    'stagely-provider-aws',
    '@acme/stagely-provider-fast',
    '@stagely/core',
    'provider-aws',
    '@acme/provider-fast',
    'stagely-provider-',
    '@acme/stagely-provider-',
    'x-stagely-provider-aws',
    '@acme/stagely-provider-fast/deep',
    `stagely-provider-${'a'.repeat(198)}`,
  ];
  expect(names.filter(isPluginPackageName)).toEqual(names.slice(0, 3));
});

describe('the shortest type of a package', () => {
  test.each([
    ['@stagely/provider-aws', 'aws'],
    ['stagely-provider-aws', 'aws'],
    ['@acme/stagely-provider-fast', '@acme/fast'],
    ['@stagely/stagely-provider-fast', '@stagely/fast'],
  ])('%s is %s', (packageName, type) => {
    expect(pluginType(packageName, new Set([packageName]))).toBe(type);
  });

  test('is the whole name where the short one leads to another package', () => {
    const both = new Set(['@stagely/provider-aws', 'stagely-provider-aws']);
    expect(pluginType('@stagely/provider-aws', both)).toBe('aws');
    expect(pluginType('stagely-provider-aws', both)).toBe('stagely-provider-aws');
  });

  test.each([
    'stagely-provider-stagely-provider-x',
    '@stagely/provider-stagely-provider-x',
    '@acme/stagely-provider-stagely-provider-x',
  ])('%s leads back to itself', (packageName) => {
    const type = pluginType(packageName, new Set([packageName]));
    expect(pluginPackageNames(type)).toContain(packageName);
    expect(type).toBe(packageName);
  });
});

test('a refused type is shown on one line and not too long', () => {
  const message = (type: unknown) => v.safeParse(providerTypeSchema, type).issues?.[0].message;
  expect(message('../a\nb\u0000')).toContain(', not "../a\\nb\\u0000"');
  expect(message('/'.repeat(500))?.length).toBeLessThan(200);
  expect(message(7)).toBe(
    'must be a provider name such as "aws" or "@acme/fast", or the name of a provider package',
  );
});
