import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { callUntyped } from '../../test/call-untyped.js';
import { issuesFoundBy, thrownBy } from '../../test/thrown-by.js';
import { CredentialDecryptionError } from '../errors/credential-decryption-error.js';
import { seal } from './aes-gcm.js';
import { decryptCredentials } from './decrypt-credentials.js';
import { encryptCredentials } from './encrypt-credentials.js';
import { associatedData, printBound } from './encrypted-text.js';
import { encryptionKeyId } from './encryption-key.js';

const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const otherKey = new Uint8Array(32).fill(9);
const context = 'team-7:hetzner';

/**
 * Made with the Python package `cryptography` 48, for a second implementation of the first form:
 * `b64encode(nonce + AESGCM(bytes(range(32))).encrypt(nonce, plaintext, None))`. For the second form the
 * associated data is `b'stagely.2.1c486023c7bbee56\0team-7:hetzner'`.
 */
const MADE_BY_PYTHON = {
  hetzner:
    'ZGVmZ2hpamtsbW5vMzm/FhC2IvFVBzHK4EcCni6tc26mGJwZwr+BedmPhyT7iiG0JX31JsfRFl2ac+iyTZlci9WlsW2C01aJ8VeF4g==',
  unicode:
    'AAAAAAAAAAAAAAAAdZ7UvdZJ8M5Xw8xMR0X1u+hhFxhhwKOrcAErA+fTfyUrPJTZXq3ZZVCmAoaepQw3iz1jh1YTbcZtlBMEOAUpjYYBHDCztCXPpOygszsVauQ/f7MistimeAaUpW+ewGNv',
  spaced: '////////////////QaHNuwXct6nlfI7rDAzbbpCu6Xi242UxFWfZ0W6b+tHc6nU=',
  array: 'AAAAAAAAAAAAAAAAVZ7bscEM4tMox8tffU/lu499HvZY0k88KNmaPQMMhH1Y',
  noJson: 'AAAAAAAAAAAAAAAAZsnbqtBesZBhxoRFdE349wi9BGcLnDaw5/VkvXqbZtE=',
  noUtf8: 'AAAAAAAAAAAAAAAAdZ7Urtxz99JjzccXIg5uZ/A+vL49JuFCY06f5qc/nmKMUQ==',
  bound:
    'stagely.2.1c486023c7bbee56.yMnKy8zNzs_Q0dLTaloAq--Tj08fWXGcJCSDd4zomcwpH8dPiMcW0Pi9iYWj70vS-3BEiAjdKsXXJiOdjG5MEuwZabOYDOEnDerBfQ',
};
const hetzner = { api_token: 'hcloud-token-1', location: 'nbg1' };

/** What is refused, and everything an application or its log could make of the error. */
function refusal(work: () => unknown): string {
  const error = thrownBy(work);
  if (!(error instanceof CredentialDecryptionError)) throw error;
  const shown = inspect(error, { depth: null }) + JSON.stringify(error);
  expect(shown).not.toContain('hcloud-token-1');
  expect(shown).not.toContain('hunter2');
  expect(shown).not.toContain(Buffer.from(key).toString('hex'));
  expect(shown).not.toContain(Buffer.from(key).toString('base64'));
  return error.message;
}

describe('text that another implementation made', () => {
  test('is opened in the first form', () => {
    expect(decryptCredentials(MADE_BY_PYTHON.hetzner, key)).toEqual(hetzner);
    expect(decryptCredentials(MADE_BY_PYTHON.unicode, key)).toEqual({
      access_key_id: 'AKIAÄ😀',
      secret_access_key: 'a/b+c=',
      region: 'eu-west-1',
    });
    expect(decryptCredentials(MADE_BY_PYTHON.spaced, key)).toEqual({ region: 'x' });
  });

  test('is opened in the second form', () => {
    expect(decryptCredentials(MADE_BY_PYTHON.bound, key, { context })).toEqual(hetzner);
  });
});

describe('what is inside', () => {
  test.each(['array', 'noJson', 'noUtf8'] as const)('must be a JSON object: %s', (text) => {
    expect(refusal(() => decryptCredentials(MADE_BY_PYTHON[text], key))).toMatch(
      /opened, but what is inside is not a JSON object/,
    );
  });
});

describe('without the right key', () => {
  test.each([
    ['the first form', encryptCredentials(hetzner, key), {}],
    ['the second form', encryptCredentials(hetzner, key, { context }), { context }],
  ])('%s stays closed, and the message says what to do', (_, text, options) => {
    const message = refusal(() => decryptCredentials(text, otherKey, options));
    expect(message).toMatch(/could not be opened/);
    expect(message).toMatch(/after a key change pass the old key too/);
  });

  test('any of several keys opens either form, in any order', () => {
    for (const options of [{}, { context }]) {
      const text = encryptCredentials(hetzner, key, options);
      expect(decryptCredentials(text, [otherKey, key], options)).toEqual(hetzner);
      expect(decryptCredentials(text, [key, otherKey], options)).toEqual(hetzner);
      refusal(() => decryptCredentials(text, [otherKey, otherKey], options));
    }
  });
});

describe('changed text', () => {
  test.each([
    ['first', {}],
    ['second', { context }],
  ])('of the %s form is not opened, whichever character changed', (_, options) => {
    const text = encryptCredentials(hetzner, key, options);
    for (let index = 0; index < text.length; index++) {
      const changed = `${text.slice(0, index)}${text[index] === 'A' ? 'B' : 'A'}${text.slice(index + 1)}`;
      refusal(() => decryptCredentials(changed, key, options));
    }
  });

  test.each([
    ['first', {}],
    ['second', { context }],
  ])('of the %s form is not opened, wherever it was cut', (_, options) => {
    const text = encryptCredentials(hetzner, key, options);
    for (let length = 1; length < text.length; length++) {
      refusal(() => decryptCredentials(text.slice(0, length), key, options));
      refusal(() => decryptCredentials(text.slice(-length), key, options));
    }
  });

  test('that claims another key id is not opened, even with the right key', () => {
    const text = encryptCredentials(hetzner, key, { context });
    const other = encryptCredentials(hetzner, otherKey, { context });
    const [, , otherKeyId] = other.split('.');
    const [head, version, , sealed] = text.split('.');
    const forged = [head, version, otherKeyId, sealed].join('.');
    refusal(() => decryptCredentials(forged, [key, otherKey], { context }));
  });

  test('that was made with another key than it names is not opened, even with that key', () => {
    const plaintext = Buffer.from(JSON.stringify(hetzner));
    const namedId = encryptionKeyId(otherKey);
    const sealed = seal(plaintext, key, associatedData(namedId, context));
    refusal(() => decryptCredentials(printBound(namedId, sealed), [key, otherKey], { context }));
  });

  test('of the second form cannot be passed off as the first', () => {
    const [, , , sealed = ''] = encryptCredentials(hetzner, key, { context }).split('.');
    const stripped = Buffer.from(sealed, 'base64url').toString('base64');
    refusal(() => decryptCredentials(stripped, key));
    refusal(() => decryptCredentials(stripped, key, { context, allowUnbound: true }));
  });
});

describe('the context', () => {
  const bound = encryptCredentials(hetzner, key, { context });
  const unbound = encryptCredentials(hetzner, key);

  test('must be the one it was encrypted with', () => {
    expect(decryptCredentials(bound, key, { context })).toEqual(hetzner);
    refusal(() => decryptCredentials(bound, key, { context: 'team-8:hetzner' }));
    refusal(() => decryptCredentials(bound, key, { context: 'team-7:hetzner ' }));
    refusal(() => decryptCredentials(bound, key, { context: 'TEAM-7:hetzner' }));
  });

  test('cannot be left out', () => {
    expect(refusal(() => decryptCredentials(bound, key))).toMatch(/Pass the context/);
    refusal(() => decryptCredentials(bound, key, { allowUnbound: true }));
  });

  test('refuses the first form, unless that is allowed', () => {
    const message = refusal(() => decryptCredentials(unbound, key, { context }));
    expect(message).toMatch(/rotateCredentials\(text, keys, key, \{ context \}\)/);
    refusal(() => decryptCredentials(unbound, key, { context, allowUnbound: false }));
    expect(decryptCredentials(unbound, key, { context, allowUnbound: true })).toEqual(hetzner);
  });

  test('is still checked in the second form where the first is allowed', () => {
    const options = { context: 'team-8:hetzner', allowUnbound: true };
    refusal(() => decryptCredentials(bound, key, options));
  });
});

test.each(['not encrypted', '{"api_token":"hcloud-token-1"}', 'stagely.3.1c486023c7bbee56.AAAA'])(
  'a text of neither form is told apart from a wrong key: %s',
  (text) => {
    expect(refusal(() => decryptCredentials(text, key))).toMatch(
      /neither the base64 form nor the "stagely\.2\." form/,
    );
  },
);

test('a very short text is not opened', () => {
  refusal(() => decryptCredentials('AAAA', key));
});

describe('wrong arguments', () => {
  const text = MADE_BY_PYTHON.hetzner;
  const keyMessage = 'must be a Uint8Array of 32 bytes; parseEncryptionKey() makes one of text';

  test.each([
    ['no text', [undefined, key], ['text is required']],
    ['text null', [null, key], ['text must be a string']],
    ['text bytes', [Buffer.from(text), key], ['text must be a string']],
    ['empty text', ['', key], ['text must not be empty']],
    [
      'text with NUL',
      [`${text}\0`, key],
      ['text must not contain control characters or broken Unicode'],
    ],
    [
      'very long text',
      ['A'.repeat(1_048_577), key],
      ['text must have at most 1048576 characters, not 1048577'],
    ],
    ['no key', [text], [`keyOrKeys ${keyMessage}`]],
    ['key as text', [text, 'k'.repeat(32)], [`keyOrKeys ${keyMessage}`]],
    ['short key', [text, key.subarray(1)], [`keyOrKeys ${keyMessage}`]],
    ['long key', [text, new Uint8Array(33)], [`keyOrKeys ${keyMessage}`]],
    ['no keys', [text, []], [`keyOrKeys.0 ${keyMessage}`]],
    [
      'two bad keys among three',
      [text, [new Uint8Array(1), key, null]],
      [`keyOrKeys.0 ${keyMessage}`, `keyOrKeys.2 ${keyMessage}`],
    ],
    ['options null', [text, key, null], ['options must be an object']],
    ['options array', [text, key, []], ['options must be an object']],
    [
      'every option',
      [text, key, { context: '', allowUnbound: 'yes', contxt: 'x', constructor: 1 }],
      [
        'options.context must not be empty',
        'options.allowUnbound must be true or false',
        'options.contxt is not a known field',
        'options.constructor is not a known field',
      ],
    ],
    ['context null', [text, key, { context: null }], ['options.context must be a string']],
    [
      'very long context',
      [text, key, { context: 'c'.repeat(1_025) }],
      ['options.context must have at most 1024 characters, not 1025'],
    ],
    [
      'context with NUL',
      [text, key, { context: 'a\0b' }],
      ['options.context must not contain control characters or broken Unicode'],
    ],
    [
      'context of broken Unicode',
      [text, key, { context: '\ud800' }],
      ['options.context must not contain control characters or broken Unicode'],
    ],
    [
      'all of them',
      [7, 'key', { context: 7 }],
      ['text must be a string', `keyOrKeys ${keyMessage}`, 'options.context must be a string'],
    ],
  ])('are all listed: %s', (_, given, issues) => {
    expect(issuesFoundBy(() => callUntyped(decryptCredentials, ...given))).toEqual(issues);
  });

  test('are told without showing text or key', () => {
    const error = thrownBy(() => decryptCredentials(`${text}\0`, key.subarray(1)));
    const shown = inspect(error, { depth: null }) + JSON.stringify(error);
    expect(shown).not.toContain(text.slice(0, 12));
    expect(shown).not.toContain(Buffer.from(key.subarray(1)).toString('base64'));
    expect(error).toMatchObject({ operation: 'decryptCredentials' });
  });
});
