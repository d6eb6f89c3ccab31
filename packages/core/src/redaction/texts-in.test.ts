import { describe, expect, test } from 'vitest';
import { textsIn } from './texts-in.js';

describe('the texts in a value', () => {
  test('are all its texts and numbers, however deep', () => {
    let deep: unknown = 'deepest';
    for (let depth = 0; depth < 1_000; depth++) deep = { deep };
    const value = { a: 'one', b: ['two', { c: 3, d: 4n }], deep, e: true, f: null, g: undefined };
    expect([...textsIn(value)].sort()).toEqual(['3', '4', 'deepest', 'one', 'two']);
  });

  test('of a text and of a number are these', () => {
    expect([...textsIn('x')]).toEqual(['x']);
    expect([...textsIn(7)]).toEqual(['7']);
    expect([...textsIn(undefined)]).toEqual([]);
  });

  test('are found in a value that contains itself', () => {
    const cyclic: { text: string; self?: unknown } = { text: 'x' };
    cyclic.self = [cyclic];
    expect([...textsIn(cyclic)]).toEqual(['x']);
  });

  test('are found beside a getter that throws', () => {
    const value = {
      get token(): string {
        throw new Error('x');
      },
      other: 'y',
    };
    expect([...textsIn(value)]).toEqual(['y']);
  });

  test('of a Proxy that refuses everything are none', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect([...textsIn({ proxy, other: 'y' })]).toEqual(['y']);
  });
});
