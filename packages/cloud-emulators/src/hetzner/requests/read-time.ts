import type { HetznerRequest } from './hetzner-request.js';

/** Now, and as of when a read is answered. */
export interface ReadTime {
  readonly now: number;
  readonly asOf: number;
}

/** Ask once for each request. */
export function readTime({ account }: HetznerRequest, kind: 'get' | 'list'): ReadTime {
  const { clock, consistency } = account.context;
  return { now: clock.now(), asOf: consistency.readTime(kind) };
}
