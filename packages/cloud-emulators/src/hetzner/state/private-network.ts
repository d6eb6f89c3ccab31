import type { Ipv4Sequence } from '../../random/ipv4-sequence.js';

/** A network that servers can be created in; it is arranged by the test, not through the API. */
export interface PrivateNetwork {
  readonly id: number;
  readonly name: string;
  readonly ipRange: string;
  readonly addresses: Ipv4Sequence;
}
