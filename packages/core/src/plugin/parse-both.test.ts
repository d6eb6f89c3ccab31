import { expect, test } from 'vitest';
import { invalidInput } from '../validation/parse-input.js';
import { parseBoth } from './parse-both.js';

const operation = { provider: 'acme', operation: 'setExpiry' };

function refuse(path: string): never {
  throw invalidInput(operation, [{ path, message: 'is wrong' }]);
}

function issuePathsOf(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    return Reflect.get(Object(error), 'issues').map(({ path }: { path: string }) => path);
  }
}

test('gives what both checks came to, and the first to the second', () => {
  expect(
    parseBoth(
      operation,
      () => 2,
      (first) => `${first}!`,
    ),
  ).toEqual([2, '2!']);
});

test('tells the problems of both', () => {
  const both = () =>
    parseBoth(
      operation,
      () => refuse('instanceId'),
      () => refuse('expiresAt'),
    );
  expect(issuePathsOf(both)).toEqual(['instanceId', 'expiresAt']);
});

test('tells the problems of the one that has any', () => {
  const first = () =>
    parseBoth(
      operation,
      () => refuse('instanceId'),
      () => 1,
    );
  const second = () =>
    parseBoth(
      operation,
      () => 1,
      () => refuse('expiresAt'),
    );
  expect(issuePathsOf(first)).toEqual(['instanceId']);
  expect(issuePathsOf(second)).toEqual(['expiresAt']);
});

test('passes on what is no problem of an input', () => {
  const failure = new Error('aborted');
  const parse = () =>
    parseBoth(
      operation,
      () => {
        throw failure;
      },
      () => refuse('expiresAt'),
    );
  expect(parse).toThrow(failure);
});
