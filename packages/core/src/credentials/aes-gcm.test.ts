import { webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { open, seal } from './aes-gcm.js';

/**
 * Test cases 13 to 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega), the AES-256 ones with a 96-bit
 * nonce. Each is checked against WebCrypto below, so a slip in the copy would show.
 */
const PUBLISHED = [
  {
    name: '13: no plaintext',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    plaintext: '',
    associatedData: '',
    ciphertext: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: '14: one block',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    plaintext: '00'.repeat(16),
    associatedData: '',
    ciphertext: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: '15: four blocks',
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    nonce: 'cafebabefacedbaddecaf888',
    plaintext:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255',
    associatedData: '',
    ciphertext:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad',
    tag: 'b094dac5d93471bdec1a502270e3cc6c',
  },
  {
    name: '16: associated data',
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    nonce: 'cafebabefacedbaddecaf888',
    plaintext:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    associatedData: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    ciphertext:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

const key = Buffer.alloc(32, 7);
const plaintext = Buffer.from('{"api_token":"t"}');
const associatedData = Buffer.from('team-7');

/** The Web Cryptography API's AES-GCM: another entry to cryptography than the one under test. */
async function openWithWebCrypto(sealed: Buffer, rawKey: Buffer, additionalData: Buffer) {
  const imported = await webcrypto.subtle.importKey('raw', rawKey, 'AES-GCM', false, ['decrypt']);
  const parameters = { name: 'AES-GCM', iv: sealed.subarray(0, 12), additionalData };
  return Buffer.from(await webcrypto.subtle.decrypt(parameters, imported, sealed.subarray(12)));
}

describe.each(PUBLISHED)('the published test case $name', (vector) => {
  const bytes = (hex: string) => Buffer.from(hex, 'hex');
  const sealed = bytes(vector.nonce + vector.ciphertext + vector.tag);

  test('is opened', () => {
    const opened = open(sealed, bytes(vector.key), bytes(vector.associatedData));
    expect(opened?.toString('hex')).toBe(vector.plaintext);
  });

  test('is opened to the same by WebCrypto', async () => {
    const opened = await openWithWebCrypto(sealed, bytes(vector.key), bytes(vector.associatedData));
    expect(opened.toString('hex')).toBe(vector.plaintext);
  });
});

describe('what is sealed', () => {
  test('is 12 bytes of nonce, the ciphertext and 16 bytes of tag', () => {
    expect(seal(plaintext, key)).toHaveLength(12 + plaintext.length + 16);
  });

  test('has another nonce every time', () => {
    const nonces = Array.from({ length: 500 }, () =>
      seal(plaintext, key).subarray(0, 12).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(500);
  });

  test('is opened by WebCrypto, which wants the same order', async () => {
    const sealed = seal(plaintext, key, associatedData);
    expect(await openWithWebCrypto(sealed, key, associatedData)).toEqual(plaintext);
  });

  test('is opened with the same key and associated data only', () => {
    const sealed = seal(plaintext, key, associatedData);
    expect(open(sealed, key, associatedData)).toEqual(plaintext);
    expect(open(sealed, Buffer.alloc(32, 8), associatedData)).toBeUndefined();
    expect(open(sealed, key, Buffer.from('team-8'))).toBeUndefined();
    expect(open(sealed, key)).toBeUndefined();
    expect(open(seal(plaintext, key), key, associatedData)).toBeUndefined();
  });

  test('is not opened after any of its bits has changed', () => {
    const sealed = seal(plaintext, key);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(open(changed, key), `bit ${bit}`).toBeUndefined();
    }
  });

  test('is not opened after it was cut or lengthened anywhere', () => {
    const sealed = seal(plaintext, key);
    for (let length = 0; length < sealed.length; length++) {
      expect(open(sealed.subarray(0, length), key), `first ${length} bytes`).toBeUndefined();
      expect(open(sealed.subarray(-length - 1, -1), key)).toBeUndefined();
    }
    expect(open(Buffer.concat([sealed, Buffer.alloc(1)]), key)).toBeUndefined();
  });
});
