import { describe, expect, test } from 'vitest';
import { secretForms } from './secret-forms.js';

// Its base64 has both of the characters that the URL-safe alphabet replaces.
const secret = 'pä/ss+w0rd "x"\n(1)*~????';

describe('the forms of a secret hold', () => {
  test.each([
    ['the secret itself', secret],
    ['base64', Buffer.from(secret).toString('base64').replace(/=+$/, '')],
    ['URL-safe base64', Buffer.from(secret).toString('base64url')],
    ['encodeURIComponent', encodeURIComponent(secret)],
    ['form encoding', new URLSearchParams({ x: secret }).toString().slice(2)],
    [
      'percent-encoding of all but unreserved characters, as the AWS SDK does it',
      'p%C3%A4%2Fss%2Bw0rd%20%22x%22%0A%281%29%2A~%3F%3F%3F%3F',
    ],
    ['percent-encoding in small letters', 'p%c3%a4%2fss%2bw0rd%20%22x%22%0a(1)*~%3f%3f%3f%3f'],
    ['hexadecimal digits', Buffer.from(secret).toString('hex')],
    ['large hexadecimal digits', Buffer.from(secret).toString('hex').toUpperCase()],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    [
      'base64 in a form body, as the EC2 Query API has user data',
      encodeURIComponent(Buffer.from(secret).toString('base64').replace(/=+$/, '')),
    ],
  ])('%s', (_, form) => {
    expect([...secretForms(secret)]).toContain(form);
  });

  test.each([0, 1, 2, 3, 4, 5])('what is left of it in base64 after %i other bytes', (before) => {
    const whole = Buffer.from(`${'x'.repeat(before)}${secret}yz`).toString('base64');
    // The first and last letters also hold bits of the neighbours.
    const own = Buffer.byteLength(secret);
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + own) * 8) / 6);
    expect([...secretForms(secret)]).toContain(whole.slice(first, last));
  });
});

test('letters and digits have few forms: themselves, base64 in three shifts, and hexadecimal digits', () => {
  expect(secretForms('dop123')).toEqual(
    new Set(['dop123', 'ZG9wMTIz', 'kb3AxMj', 'RvcDEyM', '646f70313233', '646F70313233']),
  );
});

test('lines of six to eleven characters are forms of their own', () => {
  const forms = [...secretForms('#!/bin/sh\n  pw=1aB\r\nfi\na line that is long\n')];
  expect(forms).not.toContain('a line that is long');
  expect(forms).toContain('#!/bin/sh');
  expect(forms).toContain('pw=1aB');
  expect(forms).not.toContain('fi');
  expect([...secretForms('a single line')]).not.toContain('single');
});

test('broken Unicode has forms too', () => {
  expect([...secretForms('ab\ud800cd')]).toContain('ab%EF%BF%BDcd');
});

test('a long secret has few forms, because escapes are read before it is looked for', () => {
  const long = 'ä/+ "&\n'.repeat(60);
  expect(secretForms(long).size).toBeLessThan(14);
  expect([...secretForms(long)]).toContain(long.replaceAll(' ', '+'));
});

test('a secret of one line is no shorter without the space around it', () => {
  expect([...secretForms(' abcdef ')]).not.toContain('abcdef');
});

test('a line of twelve characters is no form of its own: it is found as a part', () => {
  const forms = [...secretForms('123456789012\n12345678901')];
  expect(forms).not.toContain('123456789012');
  expect(forms).toContain('12345678901');
});

test('a secret of up to 200 characters has its escapes among its forms, a longer one has not', () => {
  const quoted = (length: number) => `"${'a'.repeat(length - 1)}`;
  expect([...secretForms(quoted(200))]).toContain(`\\${quoted(200)}`);
  expect([...secretForms(quoted(201))]).not.toContain(`\\${quoted(201)}`);
});
