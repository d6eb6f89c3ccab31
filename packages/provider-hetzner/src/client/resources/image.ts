/** What a server is made from. */
export interface HetznerImage {
  readonly id: number;
  /** `system`, `app`, `snapshot` or `backup`. */
  readonly type: string;
  /** `available`, `creating` or `unavailable`. */
  readonly status: string;
  /** Null for snapshots and backups. A name belongs to one image for each architecture. */
  readonly name: string | null;
  readonly description: string;
  /** GB. */
  readonly imageSize: number | null;
  /** GB. */
  readonly diskSize: number;
  readonly created: Date | null;
  readonly osFlavor: string;
  readonly osVersion: string | null;
  /** `x86` or `arm`. */
  readonly architecture: string;
  /** Since when it is deprecated. */
  readonly deprecated: Date | null;
  readonly labels: Readonly<Record<string, string>>;
}
