/** What `sweep()` removed and could not remove: leftovers beside machines, such as launch templates. */
export interface SweepResult {
  /** What was removed: the kind of resource and the cloud's own name or id for it. */
  readonly removed: readonly SweptResource[];
  /** What is left and why; a later sweep tries again. */
  readonly failed: readonly (SweptResource & { readonly error: Error })[];
}

/** A resource beside a machine. */
export interface SweptResource {
  /** In the cloud's own words: `launch template`, `primary address`, `tag`. */
  readonly kind: string;
  readonly id: string;
}
