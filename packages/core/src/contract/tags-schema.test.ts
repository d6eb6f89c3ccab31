import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { checkInput } from '../validation/parse-input.js';
import { tagsSchema } from './tags-schema.js';

function problems(tags: unknown): string[] {
  return (checkInput(tagsSchema, tags, 'tags').issues ?? []).map(
    ({ path, message }) => `${path} ${message}`,
  );
}

describe('tags', () => {
  test.each([
    ['none', {}],
    ['unicode, slashes and spaces', { 'ключ/a b': 'feature/foo.bar 日本 😀' }],
    ['an empty value', { env: '' }],
    ['the longest key and value', { ['k'.repeat(127)]: 'v'.repeat(256) }],
    [
      'as many as there may be',
      Object.fromEntries(Array.from({ length: 40 }, (__, i) => [`k${i}`, 'v'])),
    ],
    ['no prototype', Object.assign(Object.create(null), { env: 'x' })],
    ['another realm', runInNewContext('({ env: "x" })')],
    ['the mark of test machines', { stagely_test: 'true' }],
    ['a word that holds the prefix', { 'my-stagely': 'x' }],
  ])('may be %s', (_, tags) => {
    const result = checkInput(tagsSchema, tags, 'tags');
    expect(result).toMatchObject({ success: true });
    expect(result.success && Object.entries(result.output)).toEqual(Object.entries(tags));
  });

  test('may have keys that are words of JavaScript, and come out as they went in', () => {
    const json = '{"__proto__":"a","constructor":"b","toString":"c","prototype":"d","7":"e"}';
    const result = checkInput(tagsSchema, JSON.parse(json), 'tags');
    expect(result.success && Object.entries(result.output).sort()).toEqual([
      ['7', 'e'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['prototype', 'd'],
      ['toString', 'c'],
    ]);
    expect(result.success && Object.getPrototypeOf(result.output)).toBe(Object.prototype);
  });

  test('are copied, so that a later change changes nothing', () => {
    const tags = { env: 'a' };
    const result = checkInput(tagsSchema, tags, 'tags');
    tags.env = 'b';
    expect(result).toMatchObject({ output: { env: 'a' } });
  });

  test.each([
    ['a number', { env: 7 }, 'tags.env must be a string'],
    ['null', { env: null }, 'tags.env must be a string'],
    ['nothing', { env: undefined }, 'tags.env is required'],
    ['an object', { env: {} }, 'tags.env must be a string'],
    [
      'too long a value',
      { env: 'v'.repeat(257) },
      'tags.env must have at most 256 characters, not 257',
    ],
    [
      'NUL in a value',
      { env: 'a\0' },
      'tags.env must not contain control characters or broken Unicode',
    ],
    [
      'half a character',
      { env: '\ud800' },
      'tags.env must not contain control characters or broken Unicode',
    ],
    ['an empty key', { '': 'x' }, 'tags."" has a key that must not be empty'],
    [
      'too long a key',
      { ['k'.repeat(128)]: 'x' },
      `tags.${'k'.repeat(60)}… has a key that must have at most 127 characters, not 128`,
    ],
    [
      'a line break in a key',
      { 'a\nb': 'x' },
      'tags.a\\nb has a key that must not contain control characters or broken Unicode',
    ],
    [
      'a number for a word of JavaScript',
      JSON.parse('{"__proto__":7}'),
      'tags.__proto__ must be a string',
    ],
  ])('are not %s', (_, tags, problem) => {
    expect(problems(tags)).toEqual([problem]);
  });

  test.each([
    'stagely',
    'stagely-managed',
    'stagely_test2',
    'Stagely:x',
    'STAGELY_TEST',
    'stagelyfoo',
  ])('have no key with the reserved prefix: %s', (key) => {
    expect(problems({ [key]: 'x' })).toEqual([
      `tags.${key} has a key that starts with the reserved prefix "stagely"`,
    ]);
  });

  test('have every problem listed, two of one tag among them', () => {
    expect(problems({ stagely: 7, ok: 'x', b: 1 })).toEqual([
      'tags.stagely has a key that starts with the reserved prefix "stagely"',
      'tags.stagely must be a string',
      'tags.b must be a string',
    ]);
  });

  test('are at most 40', () => {
    const tags = Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`k${index}`, 'v']));
    expect(problems(tags)).toEqual(['tags must have at most 40 tags, not 41']);
  });

  test.each([
    ['an array', ['a']],
    ['a Map', new Map([['a', 'b']])],
    ['text', 'env=a'],
    [
      'an instance of a class',
      new (class Tags {
        env = 'a';
      })(),
    ],
  ])('are an object of strings, not %s', (_, tags) => {
    expect(problems(tags)).toEqual(['tags must be an object of strings']);
  });
});
