/** A place with data centres of Hetzner's. */
export interface HetznerLocation {
  /** Absent in old answers. */
  readonly id?: number;
  /** `nbg1`. */
  readonly name: string;
  readonly description: string;
  /** Two letters. */
  readonly country: string;
  readonly city: string;
  readonly latitude?: number;
  readonly longitude?: number;
  /** `eu-central`. */
  readonly networkZone?: string;
}
