import { describe, expect, it } from 'vitest';
import { signaturesMatch, signRequest } from './signature-v4.js';

describe('signRequest', () => {
  it('gives the signature of the example that AWS publishes', () => {
    const signature = signRequest(
      {
        method: 'GET',
        path: '/',
        query: [
          ['Version', '2010-05-08'],
          ['Action', 'ListUsers'],
        ],
        headers: [
          ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
          ['host', 'iam.amazonaws.com'],
          ['x-amz-date', '20150830T123600Z'],
        ],
        body: new Uint8Array(),
        time: '20150830T123600Z',
        scope: ['20150830', 'us-east-1', 'iam', 'aws4_request'],
      },
      'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    );
    expect(signature).toBe('5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7');
  });
});

describe('signaturesMatch', () => {
  it('tells different signatures apart, of whatever length', () => {
    expect(signaturesMatch('abc', 'abc')).toBe(true);
    expect(signaturesMatch('abd', 'abc')).toBe(false);
    expect(signaturesMatch('ab', 'abc')).toBe(false);
    expect(signaturesMatch('', 'abc')).toBe(false);
  });
});
