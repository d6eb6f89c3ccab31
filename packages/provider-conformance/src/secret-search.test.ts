import { describe, expect, test } from 'vitest';
import { SecretSearch } from './secret-search.js';

const SECRET = 'dop_v1-Zk3/+q"8Äxy7Lw0Rt5Bn2';

function searchFor(secret: string): SecretSearch {
  const search = new SecretSearch();
  search.add('the token', secret);
  return search;
}

describe('a secret is found', () => {
  test.each([
    ['as it is', `Bearer ${SECRET}.`],
    ['in JSON', JSON.stringify({ authorization: SECRET })],
    ['percent-encoded', `https://cloud.invalid/?token=${encodeURIComponent(SECRET)}`],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in base64 for URLs', Buffer.from(SECRET).toString('base64url')],
    ['in base64, one byte into it', Buffer.from(`u${SECRET}:p`).toString('base64')],
    ['in base64, two bytes into it', Buffer.from(`us${SECRET}:pw`).toString('base64')],
    ['cut off', `${SECRET.slice(0, 20)}…`],
    ['without its beginning', `…${SECRET.slice(-16)}`],
  ])('%s', (_, text) => {
    expect(searchFor(SECRET).find(text)).toBe('the token');
  });
});

describe('a secret is not found', () => {
  test.each([
    ['in another text', 'the token was refused'],
    ['where only fifteen characters of it are', SECRET.slice(0, 15)],
    ['where it is spread', [...SECRET].join(' ')],
  ])('%s', (_, text) => {
    expect(searchFor(SECRET).find(text)).toBeUndefined();
  });
});

test('a short secret is found as a whole only', () => {
  expect(searchFor('hunter2-').find('password hunter2-')).toBe('the token');
  expect(searchFor('hunter2-').find('password hunter2')).toBeUndefined();
});

test('of several secrets the one that is shown is named', () => {
  const search = searchFor(SECRET);
  search.add('the user data', 'user-data-0123456789abcdef');
  expect(search.find('runs user-data-0123456789abcdef')).toBe('the user data');
});
