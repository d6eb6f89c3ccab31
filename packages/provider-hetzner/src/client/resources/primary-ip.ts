/** A public address that is billed for itself. */
export interface HetznerPrimaryIP {
  readonly id: number;
  readonly name: string;
  /** `ipv4` or `ipv6`. */
  readonly type: string;
  readonly ip: string;
  readonly created: Date;
  /** Whether it goes when the server it is assigned to goes. */
  readonly autoDelete: boolean;
  /** The server's id; null when it is assigned to none. */
  readonly assigneeId: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly protection: { readonly delete: boolean };
}
