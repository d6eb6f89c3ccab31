import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeUserData, secretFormsOf } from './encode-user-data.js';

const decode = (userData: string) => {
  const encoded = encodeUserData(userData);
  return 'base64' in encoded ? Buffer.from(encoded.base64, 'base64') : undefined;
};

describe('user data', () => {
  it('is base64, counted in bytes', () => {
    expect(decode('ü'.repeat(8_192))?.toString()).toBe('ü'.repeat(8_192));
  });

  it('is compressed above 16 KiB, always in the same way', () => {
    const userData = 'x'.repeat(16_385);
    expect(gunzipSync(decode(userData) ?? '').toString()).toBe(userData);
    expect(encodeUserData(userData)).toEqual(encodeUserData(userData));
  });

  it('is refused when that does not help, with both sizes', () => {
    const userData = randomBytes(20_000).toString('hex');
    expect(encodeUserData(userData)).toEqual({
      problem: expect.stringMatching(/at most 16384 bytes.* it has 40000, and compressed \d{5}$/),
    });
  });

  it('is given away by what it is sent as', () => {
    expect(secretFormsOf(undefined)).toEqual([]);
    expect(secretFormsOf('abc')).toEqual(['abc', 'YWJj']);
    expect(secretFormsOf('x'.repeat(20_000))[1]).toMatch(/^H4sI/);
    expect(secretFormsOf(randomBytes(20_000).toString('hex'))).toHaveLength(1);
  });
});
