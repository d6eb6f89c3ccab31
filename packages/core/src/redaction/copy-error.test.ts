import { describe, expect, test } from 'vitest';
import { copyError } from './copy-error.js';
import { redactParts } from './redact-parts.js';

const same = (text: string) => text;

test('what is kept of a copy can be changed and removed, as on any error', () => {
  const original = Object.assign(new TypeError('m'), { code: 'E1' });
  const copy = copyError(original, same);
  Object.assign(copy, { name: 'n', stack: 's', code: 'c' });
  expect(copy).toMatchObject({ name: 'n', stack: 's', code: 'c' });
  for (const field of ['name', 'code']) {
    expect(Reflect.deleteProperty(copy, field)).toBe(true);
    expect(Object.hasOwn(copy, field)).toBe(false);
  }
});

test('name and stack are no fields of a copy, status and code are', () => {
  const copy = copyError(Object.assign(new TypeError('m'), { code: 'E1', status: 500 }), same);
  expect(Object.keys(copy).sort()).toEqual(['code', 'status']);
});

describe('a text of an error', () => {
  test('is whole up to 8,000 characters, and else its beginning', () => {
    expect(copyError(new Error('x'.repeat(8_000)), same).message).toBe('x'.repeat(8_000));
    expect(copyError(new Error('x'.repeat(8_001)), same).message).toBe(`${'x'.repeat(7_800)}…`);
  });

  test('that is cut shows no beginning of a secret at the cut', () => {
    const secrets = ['dop_v1_0123456789abcdef', 'hunter22'];
    for (const secret of secrets) {
      for (let shown = 1; shown <= secret.length; shown++) {
        const message = `${'x'.repeat(8_000 - shown)}${secret} and so on`;
        const copy = copyError(new Error(message), (text) => redactParts(text, secrets));
        expect(copy.message, `${shown} characters before the cut`).toMatch(/^x+…$/);
      }
    }
  });

  test('is redacted once, however often it comes', () => {
    const cause = new Error('again');
    const error = new Error('again', { cause });
    cause.stack = 'the stack';
    error.stack = 'the stack';
    const asked: string[] = [];
    const copy = copyError(error, (text) => {
      asked.push(text);
      return `${text}!`;
    });
    expect(copy).toMatchObject({
      message: 'again!',
      stack: 'the stack!',
      cause: { message: 'again!' },
    });
    expect(asked.sort()).toEqual(['Error', 'again', 'the stack']);
  });

  test('that is no text is none', () => {
    const copy = copyError({ message: 5, name: {}, stack: ['x'] }, same);
    expect(copy).toMatchObject({ message: '', name: 'Error' });
    expect(typeof copy.stack).toBe('string');
  });
});
