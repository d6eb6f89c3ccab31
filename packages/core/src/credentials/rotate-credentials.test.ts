import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { callUntyped } from '../../test/call-untyped.js';
import { issuesFoundBy, thrownBy } from '../../test/thrown-by.js';
import { CredentialDecryptionError } from '../errors/credential-decryption-error.js';
import { seal } from './aes-gcm.js';
import { decryptCredentials } from './decrypt-credentials.js';
import { encryptCredentials } from './encrypt-credentials.js';
import { rotateCredentials } from './rotate-credentials.js';

const oldKey = new Uint8Array(32).fill(1);
const newKey = new Uint8Array(32).fill(2);
const olderKey = new Uint8Array(32).fill(3);
const credentials = { api_token: 'hcloud-token-1', location: 'nbg1' };
const context = 'team-7:hetzner';

describe('rotation', () => {
  test('without a context makes the first form of the first form', () => {
    const rotated = rotateCredentials(encryptCredentials(credentials, oldKey), oldKey, newKey);
    expect(rotated).not.toContain('.');
    expect(decryptCredentials(rotated, newKey)).toEqual(credentials);
    expect(() => decryptCredentials(rotated, oldKey)).toThrow(CredentialDecryptionError);
  });

  test('with a context makes the second form of the first form', () => {
    const text = encryptCredentials(credentials, oldKey);
    const rotated = rotateCredentials(text, oldKey, newKey, { context });
    expect(rotated).toMatch(/^stagely\.2\./);
    expect(decryptCredentials(rotated, newKey, { context })).toEqual(credentials);
    expect(() => decryptCredentials(rotated, newKey, { context: 'team-8' })).toThrow(
      CredentialDecryptionError,
    );
  });

  test('with a context makes the second form of the second form, bound to the same context', () => {
    const text = encryptCredentials(credentials, oldKey, { context });
    const rotated = rotateCredentials(text, oldKey, newKey, { context });
    expect(decryptCredentials(rotated, newKey, { context })).toEqual(credentials);
    expect(() => decryptCredentials(rotated, oldKey, { context })).toThrow(
      CredentialDecryptionError,
    );
  });

  test('never moves a text of the second form to another context, or out of it', () => {
    const text = encryptCredentials(credentials, oldKey, { context });
    const moved = thrownBy(() => rotateCredentials(text, oldKey, newKey, { context: 'team-8' }));
    expect(moved).toBeInstanceOf(CredentialDecryptionError);
    const unbound = thrownBy(() => rotateCredentials(text, oldKey, newKey));
    expect(unbound).toBeInstanceOf(CredentialDecryptionError);
  });

  test('opens with any of several old keys', () => {
    for (const options of [{}, { context }]) {
      const text = encryptCredentials(credentials, olderKey, options);
      const rotated = rotateCredentials(text, [oldKey, olderKey], newKey, options);
      expect(decryptCredentials(rotated, newKey, options)).toEqual(credentials);
    }
  });

  test('with a wrong old key changes nothing and shows nothing', () => {
    const text = encryptCredentials(credentials, oldKey);
    for (const wrong of [newKey, [newKey, olderKey]]) {
      const error = thrownBy(() => rotateCredentials(text, wrong, newKey));
      expect(error).toBeInstanceOf(CredentialDecryptionError);
      expect(inspect(error)).not.toContain(text.slice(0, 12));
    }
  });

  test('to the same key gives another text', () => {
    const text = encryptCredentials(credentials, oldKey);
    expect(rotateCredentials(text, oldKey, oldKey)).not.toBe(text);
  });

  test('keeps what is inside byte by byte, numbers too large for JavaScript among it', () => {
    const json = '{ "account": 12345678901234567890 }';
    const stored = seal(Buffer.from(json), oldKey).toString('base64');
    const rotated = rotateCredentials(stored, oldKey, newKey);
    expect(Buffer.from(rotated, 'base64')).toHaveLength(Buffer.from(stored, 'base64').length);
    expect(decryptCredentials(rotated, newKey)).toEqual(JSON.parse(json));
  });
});

describe('wrong arguments', () => {
  const text = randomBytes(60).toString('base64');
  const keyMessage = 'must be a Uint8Array of 32 bytes; parseEncryptionKey() makes one of text';

  test.each([
    ['several new keys', [text, oldKey, [newKey]], [`newKey ${keyMessage}`]],
    [
      'an option for decryption',
      [text, oldKey, newKey, { allowUnbound: true }],
      ['options.allowUnbound is not a known field'],
    ],
    [
      'all of them',
      [undefined, [oldKey, 'x'], new Uint8Array(31), { context: '', other: 1 }],
      [
        'text is required',
        `oldKeyOrKeys.1 ${keyMessage}`,
        `newKey ${keyMessage}`,
        'options.context must not be empty',
        'options.other is not a known field',
      ],
    ],
    [
      'nothing at all',
      [],
      ['text is required', `oldKeyOrKeys ${keyMessage}`, `newKey ${keyMessage}`],
    ],
  ])('are all listed: %s', (_, given, issues) => {
    const work = () => callUntyped(rotateCredentials, ...given);
    expect(issuesFoundBy(work)).toEqual(issues);
    expect(thrownBy(work)).toMatchObject({ operation: 'rotateCredentials' });
  });
});
