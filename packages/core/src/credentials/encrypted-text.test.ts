import { describe, expect, test } from 'vitest';
import { associatedData, parseEncryptedText, printBound, printUnbound } from './encrypted-text.js';

const sealed = Buffer.from('fbefff00'.repeat(10), 'hex');
const keyId = '0123456789abcdef';

test('the first form is standard base64', () => {
  expect(printUnbound(sealed)).toBe(sealed.toString('base64'));
  expect(parseEncryptedText(printUnbound(sealed))).toEqual({ form: 'unbound', sealed });
});

test('the second form says its version and key id before URL-safe base64', () => {
  const text = printBound(keyId, sealed);
  expect(text).toBe(`stagely.2.0123456789abcdef.${sealed.toString('base64url')}`);
  expect(parseEncryptedText(text)).toEqual({ form: 'bound', keyId, sealed });
});

test('no text of the second form can be taken for base64', () => {
  expect(printBound(keyId, sealed)).toMatch(/\./);
  expect(printBound(keyId, sealed)).not.toMatch(/^[A-Za-z0-9+/_=-]*$/);
});

describe('a text of neither form', () => {
  const unbound = printUnbound(sealed);
  const bound = printBound(keyId, sealed);
  test.each([
    ['empty', ''],
    ['not base64', 'not encrypted'],
    ['JSON', '{"api_token":"x"}'],
    ['URL-safe base64 without a version', sealed.toString('base64url')],
    ['base64 without its padding', unbound.replace(/=+$/, '')],
    ['base64 with more padding', `${unbound}=`],
    ['base64 with a line break', `${unbound}\n`],
    ['base64 whose last letter no encoder writes', unbound.replace(/A=+$/, 'B=')],
    ['the second form with another version', bound.replace('.2.', '.3.')],
    ['the second form without a key id', bound.replace(keyId, '')],
    ['the second form with a short key id', bound.replace(keyId, keyId.slice(1))],
    ['the second form with a key id in capitals', bound.replace(keyId, keyId.toUpperCase())],
    ['the second form with standard base64', `stagely.2.${keyId}.${unbound}`],
    ['the second form with nothing sealed', `stagely.2.${keyId}.`],
    ['the second form after a space', ` ${bound}`],
    ['the second form with more behind it', `${bound}.x`],
    ['the second form with a line break', `${bound}\n`],
    ['the second form whose last letter no encoder writes', bound.replace(/A$/, 'B')],
  ])('is told: %s', (_, text) => {
    expect(text).not.toBe(unbound);
    expect(text).not.toBe(bound);
    expect(parseEncryptedText(text)).toBeUndefined();
  });
});

test('the associated data differs by version, key and context, and no two contexts run together', () => {
  expect(Buffer.from(associatedData(keyId, 'team-7:é')).toString()).toBe(
    'stagely.2.0123456789abcdef\0team-7:é',
  );
});
