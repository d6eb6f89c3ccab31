import { describe, expect, test } from 'vitest';
import { callUntyped } from '../../test/call-untyped.js';
import { issuesFoundBy, thrownBy } from '../../test/thrown-by.js';
import { encryptionKeyId, generateEncryptionKey, parseEncryptionKey } from './encryption-key.js';

// 0xfb, 0xef and 0xff bytes, so that the two alphabets of base64 differ.
const key = Buffer.from(`${'fbefff'.repeat(10)}fbef`, 'hex');
const base64 = key.toString('base64');
const base64url = key.toString('base64url');

test('a generated key is 32 bytes, another one every time', () => {
  const keys = Array.from({ length: 100 }, () => generateEncryptionKey());
  expect(keys.every((made) => made.length === 32)).toBe(true);
  expect(new Set(keys.map((made) => Buffer.from(made).toString('hex'))).size).toBe(100);
});

test('a generated key is a plain Uint8Array that shares memory with nothing', () => {
  const made = generateEncryptionKey();
  expect(made.constructor).toBe(Uint8Array);
  expect(made.buffer.byteLength).toBe(32);
});

describe('parseEncryptionKey reads', () => {
  test.each([
    ['32 bytes', key],
    ['hexadecimal digits', key.toString('hex')],
    ['upper-case hexadecimal digits', key.toString('hex').toUpperCase()],
    ['base64', base64],
    ['base64 without padding', base64.replace('=', '')],
    ['URL-safe base64', base64url],
    ['URL-safe base64 with padding', `${base64url}=`],
    ['text with white space around it, as files have it', ` ${base64}\n`],
  ])('%s', (_, text) => {
    expect(Buffer.from(parseEncryptionKey(text)).equals(key)).toBe(true);
  });

  test('every hexadecimal digit', () => {
    const digits = '0123456789abcdefABCDEF'.repeat(3).slice(0, 64);
    expect(Buffer.from(parseEncryptionKey(digits)).toString('hex')).toBe(digits.toLowerCase());
  });

  test('bytes into a copy, so that a later change of them changes nothing', () => {
    const given = Uint8Array.from(key);
    const parsed = parseEncryptionKey(given);
    given.fill(0);
    expect(Buffer.from(parsed).equals(key)).toBe(true);
  });
});

describe('parseEncryptionKey refuses', () => {
  test.each([
    ['31 bytes', key.subarray(1)],
    ['33 bytes', Buffer.concat([key, key]).subarray(0, 33)],
    ['63 hexadecimal digits', key.toString('hex').slice(1)],
    ['65 hexadecimal digits', `${key.toString('hex')}0`],
    ['64 digits that are not all hexadecimal', `${key.toString('hex').slice(1)}g`],
    ['base64 of 31 bytes', key.subarray(1).toString('base64')],
    ['base64 of 33 bytes', Buffer.concat([key, Buffer.alloc(1)]).toString('base64')],
    ['base64 with a letter of each alphabet', base64.replace('+', '-')],
    ['base64 whose last letter no encoder writes', `${base64.slice(0, 42)}9=`],
    ['base64 with two paddings', `${base64}=`],
    ['base64 with its padding inside', `${base64url.slice(0, 20)}=${base64url.slice(20)}`],
    ['base64 with a space inside', `${base64.slice(0, 20)} ${base64.slice(20)}`],
    ['32 characters, which might be meant as bytes', 'k'.repeat(32)],
    ['an empty text', ''],
    ['white space', ' \n'],
    ['a NUL character', `${base64}\0`],
    ['a very long text', base64.repeat(50_000)],
    ['nothing', undefined],
    ['null', null],
    ['a number', 32],
    ['an array of 32 numbers', [...key]],
    ['an object that says it is a Uint8Array', Object.create(Uint8Array.prototype)],
    ['a view of 32 other numbers', new Uint16Array(32)],
  ])('%s', (_, given) => {
    expect(issuesFoundBy(() => callUntyped(parseEncryptionKey, given))).toEqual([
      'key must be 32 bytes, 64 hexadecimal digits or the base64 of 32 bytes',
    ]);
  });

  test('without showing what it was given', () => {
    const error = thrownBy(() => parseEncryptionKey(`${base64}x`));
    expect(error).toMatchObject({ operation: 'parseEncryptionKey' });
    expect(String(error) + JSON.stringify(error)).not.toContain(base64.slice(0, 8));
  });
});

test('the id of a key is the same everywhere, and another for another key', () => {
  // Python: hashlib.sha256(b'stagely key id\0' + bytes(range(32))).hexdigest()[:16]
  expect(encryptionKeyId(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(
    '1c486023c7bbee56',
  );
  expect(encryptionKeyId(key)).not.toBe(encryptionKeyId(new Uint8Array(32)));
});
