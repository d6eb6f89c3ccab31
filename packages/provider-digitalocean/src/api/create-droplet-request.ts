/** The body of a creation, as the API wants it. */
interface CreateDropletBody {
  readonly name: string;
  readonly region: string;
  readonly size: string;
  readonly image: string | number;
  readonly ssh_keys: readonly (string | number)[];
  readonly ipv6: boolean;
  readonly monitoring: boolean;
  readonly tags: readonly string[];
  readonly user_data?: string;
  readonly vpc_uuid?: string;
}

export interface CreateDropletRequest {
  readonly body: CreateDropletBody;
  /** Whether the size is one that the caller named. */
  readonly sizeGiven: boolean;
}
