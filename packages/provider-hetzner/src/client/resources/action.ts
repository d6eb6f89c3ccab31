/** Something that takes time, and how far it is. */
export interface HetznerAction {
  readonly id: number;
  /** `create_server`. */
  readonly command: string;
  /** `running`, `success` or `error`. This alone says how it went: `error` may be set on actions that did not fail. */
  readonly status: string;
  /** Percent. */
  readonly progress: number;
  readonly started: Date | null;
  readonly finished: Date | null;
  readonly resources: readonly { readonly id: number; readonly type: string }[];
  readonly error: { readonly code: string; readonly message: string } | null;
}
