import type { Labels } from './server.js';
import type { Timeline } from './timeline.js';

/** A public key to be put into servers. */
export interface SshKey {
  readonly id: number;
  readonly createdAt: number;
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly name: Timeline<string>;
  readonly labels: Timeline<Labels>;
}
