import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { issuesFoundBy, thrownBy } from '../../test/thrown-by.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { checkInput, inputPath, invalidInput, parseInput, parseInputs } from './parse-input.js';

const operation = { provider: 'hetzner', operation: 'createInstance' };
const text = v.pipe(
  v.string('must be text'),
  v.minLength(2, 'is too short'),
  v.regex(/^[a-z]*$/, 'must be letters'),
);
const { proxy: hostile, revoke } = Proxy.revocable({}, {});
revoke();

test('an input that fits is returned as the schema makes it', () => {
  const trimmed = v.pipe(v.string(), v.trim());
  expect(parseInput(trimmed, ' x ', 'name', operation)).toBe('x');
});

test('every problem is listed with its path, the first one of each value', () => {
  const schema = v.object({ a: text, b: v.object({ c: v.array(text) }) });
  const work = () => parseInput(schema, { a: '1', b: { c: ['ok', 7, 'A'] } }, 'spec', operation);
  expect(issuesFoundBy(work)).toEqual([
    'spec.a is too short',
    'spec.b.c.1 must be text',
    'spec.b.c.2 is too short',
  ]);
});

test('the error names provider and operation, and every problem', () => {
  const error = thrownBy(() => parseInput(v.object({ a: text, b: text }), {}, 'spec', operation));
  expect(error).toBeInstanceOf(InvalidInputError);
  expect(error).toMatchObject({ ...operation, code: 'invalid_input' });
  expect(String(error)).toMatch(
    /^InvalidInputError: hetzner: createInstance was given invalid input: spec\.a .+; spec\.b .+\.$/,
  );
});

test('several inputs are checked together', () => {
  const schemas = { id: text, options: v.object({ on: v.boolean('must be true or false') }) };
  const work = () => parseInputs(schemas, { id: 7, options: { on: 'yes' } }, operation);
  expect(issuesFoundBy(work)).toEqual(['id must be text', 'options.on must be true or false']);
  expect(parseInputs(schemas, { id: 'ab', options: { on: true } }, operation)).toEqual({
    id: 'ab',
    options: { on: true },
  });
});

describe('an input that makes the schema throw', () => {
  test('cannot be read', () => {
    expect(issuesFoundBy(() => parseInput(v.string(), hostile, 'name', operation))).toEqual([
      'name cannot be read',
    ]);
  });

  test('is told beside the problems of the others', () => {
    const work = () =>
      parseInputs({ a: text, b: text, c: text }, { a: 1, b: hostile, c: 'ok' }, operation);
    expect(issuesFoundBy(work)).toEqual(['a must be text', 'b cannot be read']);
  });
});

test('checkInput lists problems without throwing', () => {
  expect(checkInput(text, 'ab', 'name')).toEqual({ success: true, output: 'ab' });
  expect(checkInput(text, 'A', 'name')).toEqual({
    success: false,
    issues: [{ path: 'name', message: 'is too short' }],
  });
});

describe('the message of the error', () => {
  const issues = Array.from({ length: 25 }, (_, index) => ({
    path: `spec.f${index}`,
    message: 'is bad',
  }));

  test('says the first twenty problems and how many more there are; the error has all', () => {
    const error = invalidInput(operation, issues);
    expect(error.message).toContain('spec.f19 is bad; and 5 more.');
    expect(error.message).not.toContain('spec.f20');
    expect(error.issues).toHaveLength(25);
  });

  test('counts also a single one more', () => {
    expect(invalidInput(operation, issues.slice(0, 21)).message).toMatch(/; and 1 more\.$/);
  });

  test('says nothing of more where there are twenty', () => {
    expect(invalidInput(operation, issues.slice(0, 20)).message).toMatch(/spec\.f19 is bad\.$/);
  });

  test('keeps a cause', () => {
    const cause = new Error('why');
    expect(invalidInput(operation, issues, cause).cause).toBe(cause);
  });
});

test('a path is printed on one line, whatever the keys are', () => {
  expect(inputPath('spec', 'tags', 'a\nb')).toBe('spec.tags.a\\nb');
  expect(inputPath('spec', 'tags', '')).toBe('spec.tags.""');
  expect(inputPath('spec', 0, Symbol('s'))).toBe('spec.0.Symbol(s)');
  expect(inputPath('spec', 'k'.repeat(100))).toBe(`spec.${'k'.repeat(60)}…`);
  expect(inputPath('spec')).toBe('spec');
  expect(inputPath('', 'key', 0)).toBe('key.0');
});
