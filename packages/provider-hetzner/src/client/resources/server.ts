import type { HetznerImage } from './image.js';
import type { HetznerLocation } from './location.js';
import type { HetznerServerType } from './server-type.js';

/** A public address of a server. */
export interface HetznerServerAddress {
  /** Of its primary IP; null in old answers. */
  readonly id: number | null;
  /** An IPv4 address, or an IPv6 network such as `2001:db8::/64`. */
  readonly ip: string;
  readonly blocked: boolean;
}

/** A server. */
export interface HetznerServer {
  readonly id: number;
  readonly name: string;
  /** `initializing`, `starting`, `running`, `stopping`, `off`, `deleting`, `migrating`, `rebuilding` or `unknown`. */
  readonly status: string;
  readonly created: Date;
  readonly publicNet: {
    readonly ipv4: HetznerServerAddress | null;
    readonly ipv6: HetznerServerAddress | null;
  };
  readonly privateNet: readonly { readonly network: number | null; readonly ip: string }[];
  readonly serverType: HetznerServerType;
  /** Null in old answers. */
  readonly location: HetznerLocation | null;
  readonly image: HetznerImage | null;
  /** Whether an action is under way on it, so that others are refused. */
  readonly locked: boolean;
  readonly protection: { readonly delete: boolean; readonly rebuild: boolean };
  readonly labels: Readonly<Record<string, string>>;
}
