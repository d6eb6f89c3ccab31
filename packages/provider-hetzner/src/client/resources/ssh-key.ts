/** A public key that servers can be created with. */
export interface HetznerSSHKey {
  readonly id: number;
  readonly name: string;
  readonly fingerprint: string;
  readonly publicKey: string;
  readonly labels: Readonly<Record<string, string>>;
}
