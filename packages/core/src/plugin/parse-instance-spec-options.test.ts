import { describe, expect, test } from 'vitest';
import { acme, minimal, refused } from '../../test/acme-spec.js';
import { standardSchema } from '../../test/standard-schema.js';
import { rejectionOf } from '../../test/thrown-by.js';
import { parseInstanceSpec } from './parse-instance-spec.js';

describe('the schema of the own options', () => {
  const spec = { ...minimal, providerOptions: { acme: { image: 'x' } } };

  test('may be of any library, and asynchronous', async () => {
    const providerOptions = standardSchema(async (value) => ({ value: { given: value } }));
    const parsed = await parseInstanceSpec(spec, { ...acme, providerOptions });
    expect(parsed.options).toEqual({ given: { image: 'x' } });
  });

  test('is given an empty object where the spec has no options', async () => {
    const providerOptions = standardSchema((value) => ({ value: { given: value } }));
    for (const given of [undefined, {}, { acme: undefined }]) {
      const parsed = await parseInstanceSpec(
        { ...minimal, providerOptions: given },
        { ...acme, providerOptions },
      );
      expect(parsed.options).toEqual({ given: {} });
    }
  });

  test('that throws or rejects makes an invalid input, with a redacted cause', async () => {
    const boom = () => new TypeError('cannot read hunter22-secret');
    const schemas = [
      standardSchema(() => {
        throw boom();
      }),
      standardSchema(() => Promise.reject(boom())),
    ];
    const hostile = { ...minimal, providerOptions: { acme: { image: 'hunter22-secret' } } };
    for (const providerOptions of schemas) {
      expect(await refused(hostile, { ...acme, providerOptions })).toEqual([
        "spec.providerOptions.acme could not be checked: the provider's schema failed; report this to its author",
      ]);
      const error = await rejectionOf(parseInstanceSpec(hostile, { ...acme, providerOptions }));
      expect(error).toMatchObject({ cause: { message: 'cannot read [redacted]' } });
    }
  });

  test.each([
    ['a Map', new Map()],
    ['a function', { f: () => 1 }],
    ['a bigint', { n: 1n }],
  ])('must make JSON values of them, which can be hashed: not %s', async (_, value) => {
    const providerOptions = standardSchema(() => ({ value }));
    expect(await refused(spec, { ...acme, providerOptions })).toEqual([
      'spec.providerOptions.acme must hold nothing but JSON values',
    ]);
  });
});
