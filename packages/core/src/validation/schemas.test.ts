import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { checkInput } from './parse-input.js';
import {
  abortSignal,
  boundedText,
  clockSchema,
  functionSchema,
  isPlainObject,
  oneOf,
  plainObject,
  strictFields,
  validDate,
  wholeNumber,
} from './schemas.js';

/** What a schema says of a value; nothing when it fits. */
function problems(schema: v.GenericSchema, value: unknown): string[] {
  return (checkInput(schema, value, 'x').issues ?? []).map(
    ({ path, message }) => `${path} ${message}`,
  );
}

const throwing = {
  get a(): string {
    throw new Error('hunter22');
  },
};
class Point {
  x = 1;
}

describe('a plain object', () => {
  test.each([
    ['a literal', {}],
    ['an object without a prototype', Object.create(null)],
    ['what JSON.parse makes', JSON.parse('{"a":1}')],
    ['an object of another realm', runInNewContext('({ a: 1 })')],
    ['a Proxy of one', new Proxy({}, {})],
  ])('is %s', (_, value) => {
    expect(isPlainObject(value)).toBe(true);
  });

  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'x'],
    ['a function', () => undefined],
    ['an array', []],
    ['an array of another realm', runInNewContext('[]')],
    ['a Map', new Map()],
    ['a Date', new Date()],
    ['a Promise', Promise.resolve()],
    ['an instance of a class', new Point()],
    ['an object that inherits from another', Object.create({ a: 1 })],
    ['an object that inherits from one without a prototype', Object.create(Object.create(null))],
    ['a revoked Proxy', revoked],
  ])('is not %s', (_, value) => {
    expect(isPlainObject(value)).toBe(false);
  });

  test('is read once, into a copy', () => {
    let reads = 0;
    const input = {
      get a() {
        reads++;
        return reads;
      },
    };
    const result = checkInput(plainObject('must be an object'), input, 'x');
    expect(result).toMatchObject({ success: true, output: { a: 1 } });
    expect(reads).toBe(1);
  });

  test('whose getter throws is told from one that fits', () => {
    expect(problems(plainObject('must be an object'), throwing)).toEqual([
      'x cannot be read: one of its fields throws an error',
    ]);
    expect(problems(plainObject('must be an object'), [])).toEqual(['x must be an object']);
  });
});

describe('strict fields', () => {
  const schema = strictFields({
    name: boundedText(1, 5),
    inner: v.optional(strictFields({ on: v.boolean('must be true or false') })),
  });

  test('return what they know', () => {
    expect(checkInput(schema, { name: 'a', inner: { on: true } }, 'x')).toMatchObject({
      output: { name: 'a', inner: { on: true } },
    });
  });

  test('report every unknown field beside every other problem', () => {
    expect(problems(schema, { name: 7, nam: 1, inner: { on: 1, of: 2 }, zzz: undefined })).toEqual([
      'x.name must be a string',
      'x.inner.on must be true or false',
      'x.inner.of is not a known field',
      'x.nam is not a known field',
      'x.zzz is not a known field',
    ]);
  });

  test.each(['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty', ''])(
    'report an unknown field called "%s"',
    (name) => {
      const input: unknown = JSON.parse(`{"name":"a",${JSON.stringify(name)}:1}`);
      expect(problems(schema, input)).toEqual([`x.${name || '""'} is not a known field`]);
    },
  );

  test('report a missing field', () => {
    expect(problems(schema, {})).toEqual(['x.name is required']);
    expect(problems(schema, { name: undefined })).toEqual(['x.name is required']);
    expect(problems(schema, { name: null })).toEqual(['x.name must be a string']);
  });

  test('take nothing that is inherited', () => {
    expect(problems(schema, Object.create({ name: 'a' }))).toEqual(['x must be an object']);
  });

  test.each([[[]], ['x'], [7], [null], [new Map([['name', 'a']])], [() => undefined]])(
    'refuse %j',
    (value) => {
      expect(problems(schema, value)).toEqual(['x must be an object']);
    },
  );
});

describe('a bounded text', () => {
  const schema = boundedText(2, 4);
  test.each(['ab', 'abcd', 'é😀', ' a'])('may be "%s"', (value) => {
    expect(problems(schema, value)).toEqual([]);
  });

  test.each([
    ['nothing', undefined, 'x is required'],
    ['null', null, 'x must be a string'],
    ['a number', 12, 'x must be a string'],
    ['an array', ['ab'], 'x must be a string'],
    ['a String object', Object('ab'), 'x must be a string'],
    ['empty', '', 'x must have at least 2 characters'],
    ['too short', 'a', 'x must have at least 2 characters'],
    ['too long', 'abcde', 'x must have at most 4 characters, not 5'],
    ['absurdly long', 'a'.repeat(1_000_000), 'x must have at most 4 characters, not 1000000'],
  ])('is not %s', (_, value, problem) => {
    expect(problems(schema, value)).toEqual([problem]);
  });

  test.each([
    ['NUL', 'a\0b'],
    ['a line break', 'a\nb'],
    ['DEL', 'a\u007f'],
    ['a control character beyond ASCII', 'a\u009b'],
    ['half a character', 'a\ud800'],
  ])('has no %s', (_, value) => {
    expect(problems(schema, value)).toEqual([
      'x must not contain control characters or broken Unicode',
    ]);
  });

  test('that must not be empty says so', () => {
    expect(problems(boundedText(1, 4), '')).toEqual(['x must not be empty']);
  });
});

describe('one of a few words', () => {
  const schema = oneOf(['small', 'large']);

  test('is one of them', () => {
    expect(problems(schema, 'small')).toEqual([]);
    expect(problems(schema, 'large')).toEqual([]);
  });

  test.each([
    ['another', 'huge', ', not "huge"'],
    ['one in capitals', 'SMALL', ', not "SMALL"'],
    ['empty', '', ', not ""'],
    ['one of two lines', 'a\nb', ', not "a\\nb"'],
    ['a word of JavaScript', 'toString', ', not "toString"'],
    ['an absurdly long one', 'h'.repeat(1_000_000), `, not "${'h'.repeat(60)}…"`],
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['an object, which is not shown', { secret: 'hunter22' }, ''],
  ])('is not %s', (_, value, shown) => {
    expect(problems(schema, value)).toEqual([`x must be one of small, large${shown}`]);
  });
});

describe('a whole number', () => {
  test.each([0, 1, 10])('from 0 to 10 may be %i', (value) => {
    expect(problems(wholeNumber(0, 10), value)).toEqual([]);
  });

  test.each([-1, 11, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null, undefined, 5n])(
    'from 0 to 10 is not %s',
    (value) => {
      expect(problems(wholeNumber(0, 10), value)).toEqual([
        'x must be a whole number from 0 to 10',
      ]);
    },
  );

  test('without an end has none', () => {
    expect(problems(wholeNumber(1), Number.MAX_SAFE_INTEGER)).toEqual([]);
    expect(problems(wholeNumber(1), 0)).toEqual(['x must be a whole number from 1']);
    expect(problems(wholeNumber(1), 2 ** 53)).toEqual(['x must be a whole number from 1']);
  });
});

describe('a date', () => {
  test('is copied, so that nobody changes it later', () => {
    const given = new Date(5);
    const result = checkInput(validDate, given, 'x');
    given.setTime(6);
    expect(result).toMatchObject({ output: new Date(5) });
  });

  test('may be of a subclass, whose methods are not believed', () => {
    class Odd extends Date {
      override getTime(): number {
        return 99;
      }
      override valueOf(): number {
        return 99;
      }
    }
    const result = checkInput(validDate, new Odd(5), 'x');
    expect(result.success && result.output.getTime()).toBe(5);
    expect(problems(validDate, new Odd(Number.NaN))).toEqual(['x must be a valid Date']);
  });

  test('may be of another realm', () => {
    const result = checkInput(validDate, runInNewContext('new (class D extends Date {})(5)'), 'x');
    expect(result.success && result.output).toEqual(new Date(5));
    expect(result.success && result.output instanceof Date).toBe(true);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', '2026-01-01'],
    ['a number', 1_767_225_600_000],
    ['an object like one', { getTime: () => 5 }],
    ['an object with its prototype', Object.create(Date.prototype)],
    ['a Proxy of one', new Proxy(new Date(5), {})],
  ])('is not %s', (_, value) => {
    expect(problems(validDate, value)).toEqual(['x must be a Date']);
  });

  test('must be a point in time', () => {
    expect(problems(validDate, new Date('tomorrow'))).toEqual(['x must be a valid Date']);
  });
});

describe('a signal', () => {
  test('is an AbortSignal, aborted or not', () => {
    expect(problems(abortSignal, new AbortController().signal)).toEqual([]);
    expect(problems(abortSignal, AbortSignal.abort())).toEqual([]);
  });

  test.each([
    ['nothing', undefined],
    ['a controller', new AbortController()],
    ['an object like one', { aborted: false, addEventListener: () => undefined }],
    ['an object with its prototype', Object.create(AbortSignal.prototype)],
  ])('is not %s', (_, value) => {
    expect(problems(abortSignal, value)).toEqual(['x must be an AbortSignal']);
  });
});

test('a clock has now and sleep, also as methods of a class', () => {
  class Sundial {
    now() {
      return 0;
    }
    async sleep() {}
  }
  expect(problems(clockSchema, new Sundial())).toEqual([]);
  expect(problems(clockSchema, { now: () => 0 })).toHaveLength(1);
  expect(problems(clockSchema, { now: 0, sleep: () => undefined })).toEqual([
    'x.now must be a function',
  ]);
  expect(problems(clockSchema, 7)).toEqual(['x must have the methods now and sleep']);
});

test('a function is one', () => {
  expect(problems(functionSchema, () => undefined)).toEqual([]);
  expect(problems(functionSchema, {})).toEqual(['x must be a function']);
});
