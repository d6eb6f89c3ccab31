import { inspect } from 'node:util';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { callUntyped } from '../../test/call-untyped.js';
import { standardSchema } from '../../test/standard-schema.js';
import { checkStandardSchema } from './check-standard-schema.js';

const FAILED = "could not be checked: the provider's schema failed; report this to its author";

describe('a value that fits is returned as the schema makes it', () => {
  test('by valibot', async () => {
    const schema = v.object({ image: v.optional(v.string(), 'ubuntu-22.04') });
    expect(await checkStandardSchema(schema, {}, 'options')).toEqual({
      success: true,
      output: { image: 'ubuntu-22.04' },
    });
  });

  test('by a schema written by hand, at once or later', async () => {
    const atOnce = standardSchema((value) => ({ value: [value] }));
    const later = standardSchema(async (value) => ({ value: [value], issues: undefined }));
    for (const schema of [atOnce, later]) {
      expect(await checkStandardSchema(schema, 7, 'options')).toEqual({
        success: true,
        output: [7],
      });
    }
  });

  test('by a schema that is a function', async () => {
    const schema = Object.assign(
      () => undefined,
      standardSchema(() => ({ value: 'x' })),
    );
    expect(await checkStandardSchema(schema, 7, 'options')).toMatchObject({ output: 'x' });
  });
});

describe('every problem is listed with its path', () => {
  test('by valibot', async () => {
    const schema = v.object({
      a: v.string('must be text'),
      b: v.array(v.number('must be a number')),
    });
    expect(await checkStandardSchema(schema, { a: 1, b: [1, 'x'] }, 'options')).toEqual({
      success: false,
      issues: [
        { path: 'options.a', message: 'must be text' },
        { path: 'options.b.1', message: 'must be a number' },
      ],
    });
  });

  test('by a schema written by hand, whatever form its paths have', async () => {
    const schema = standardSchema(async () => ({
      issues: [
        { message: 'all of it' },
        { message: 'one', path: [] },
        { message: 'two', path: ['a', 0, Symbol('s')] },
        { message: 'three', path: [{ key: 'a' }, { key: 'b\nc' }] },
      ],
    }));
    expect(await checkStandardSchema(schema, {}, 'options')).toMatchObject({
      issues: [
        { path: 'options', message: 'all of it' },
        { path: 'options', message: 'one' },
        { path: 'options.a.0.Symbol(s)', message: 'two' },
        { path: 'options.a.b\\nc', message: 'three' },
      ],
    });
  });
});

describe('a schema that fails has not accepted the value', () => {
  const secret = 'dop_v1_0123456789abcdef';
  const boom = () => new TypeError(`cannot read ${secret}`);

  test.each([
    [
      'by throwing',
      standardSchema(() => {
        throw boom();
      }),
    ],
    ['by rejecting', standardSchema(() => Promise.reject(boom()))],
  ])('%s; the cause is told, redacted', async (_, schema) => {
    const checked = await checkStandardSchema(schema, { deep: { token: secret } }, 'options');
    expect(checked).toMatchObject({
      success: false,
      issues: [{ path: 'options', message: FAILED }],
      cause: { name: 'TypeError', message: 'cannot read [redacted]' },
    });
    expect(inspect(checked, { depth: null })).not.toContain(secret);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['issues that are no list', { issues: 7 }],
    ['an issue that is none', { issues: [null] }],
    ['a path that is none', { issues: [{ message: 'x', path: 7 }] }],
    ['a segment that is none', { issues: [{ message: 'x', path: [null] }] }],
  ])('by answering %s', async (_, answer) => {
    const schema = { '~standard': { version: 1, vendor: 'broken', validate: () => answer } };
    const checked = await callUntyped(checkStandardSchema, schema, {}, 'options');
    expect(checked).toMatchObject({
      success: false,
      issues: [{ path: 'options', message: FAILED }],
      cause: { name: 'TypeError' },
    });
  });

  test('by being none', async () => {
    expect(await callUntyped(checkStandardSchema, {}, {}, 'options')).toMatchObject({
      issues: [{ path: 'options', message: FAILED }],
    });
  });
});

test('a message that is no text becomes one', async () => {
  const schema = { '~standard': { validate: () => ({ issues: [{ message: 7 }] }) } };
  expect(await callUntyped(checkStandardSchema, schema, {}, 'options')).toMatchObject({
    issues: [{ path: 'options', message: '7' }],
  });
});
