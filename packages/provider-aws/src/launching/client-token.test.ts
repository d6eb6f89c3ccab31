import { describe, expect, it } from 'vitest';
import { clientToken, type TokenSubject } from './client-token.js';

const subject: TokenSubject = {
  idempotencyKeyHash: '0'.repeat(32),
  generation: 0,
  market: 'spot',
  types: ['t3.small', 't3a.small'],
  imageId: 'ami-1',
};

describe('a client token', () => {
  it('is the same for the same, in every process', () => {
    expect(clientToken(subject)).toBe(
      '653c0633c49e0c6b4a381569bcf5f2ac7647014d9fdc1fbae5631f03b64a7a26',
    );
    expect(clientToken({ ...subject })).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<Partial<TokenSubject>>([
    { idempotencyKeyHash: '1'.repeat(32) },
    { generation: 1 },
    { market: 'on-demand' },
    { types: ['t3.small'] },
    { types: ['t3a.small', 't3.small'] },
    { imageId: 'ami-2' },
    { subnetId: 'subnet-1' },
  ])('is another with %j', (other) => {
    expect(clientToken({ ...subject, ...other })).not.toBe(clientToken(subject));
  });
});
