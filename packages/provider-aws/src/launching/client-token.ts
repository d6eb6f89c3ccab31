import { createHash } from 'node:crypto';

/** What makes two create requests the same. */
export interface TokenSubject {
  readonly idempotencyKeyHash: string;
  /** How often tokens of the key were found used. */
  readonly generation: number;
  readonly market: 'spot' | 'on-demand';
  readonly types: readonly string[];
  readonly imageId: string;
  readonly subnetId?: string | undefined;
}

/**
 * The token that EC2 knows a create request by: 64 hexadecimal digits, as many as it takes. Each way to make a machine
 * has one of its own, because a token stays bound to its request even when that came to nothing.
 */
export function clientToken(subject: TokenSubject): string {
  const { idempotencyKeyHash, generation, market, types, imageId, subnetId = '' } = subject;
  const parts = [idempotencyKeyHash, generation, market, types.join(','), imageId, subnetId];
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
