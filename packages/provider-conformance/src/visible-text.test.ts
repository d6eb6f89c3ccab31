import { expect, test } from 'vitest';
import { visibleText } from './visible-text.js';

test('hidden properties, causes and deep values are visible', () => {
  const deep = { one: { two: { three: { four: { five: 'deep-value' } } } } };
  const error = new Error('outer', { cause: new Error('inner', { cause: deep }) });
  Object.defineProperty(error, 'request', { value: 'hidden-value', enumerable: false });
  const text = visibleText(error);
  for (const part of ['outer', 'inner', 'deep-value', 'hidden-value']) expect(text).toContain(part);
});

test('long texts and lists are not cut off', () => {
  expect(visibleText({ text: `${'x'.repeat(50_000)}end` })).toContain('xend');
  expect(visibleText(Array.from({ length: 500 }, (_, index) => `item-${index}`))).toContain(
    'item-499',
  );
});

test('what only JSON shows is visible', () => {
  class Quiet {
    readonly #secret = 'from-json';
    toJSON() {
      return { secret: this.#secret };
    }
  }
  expect(visibleText(new Quiet())).toContain('from-json');
});

test('circular values and private fields are no trouble', () => {
  const value: Record<string, unknown> = { name: 'circle' };
  value['self'] = value;
  expect(visibleText(value)).toContain('circle');
  class Closed {
    readonly #secret = 'kept';
    get length() {
      return this.#secret.length;
    }
  }
  expect(visibleText(new Closed())).not.toContain('kept');
});
