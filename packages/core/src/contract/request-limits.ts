/** A token bucket: `burst` requests at once, refilled at `perSecond`. */
export interface RequestBudget {
  /** How many requests may be made at once. */
  readonly burst: number;
  /** How many more become possible each second. */
  readonly perSecond: number;
}

/** A cloud's published request budget, per account and, where the cloud counts so, per region. */
export interface RequestLimits {
  /** Requests of any kind together; absent where the cloud counts kinds apart. */
  readonly total?: RequestBudget;
  /** Create requests. */
  readonly create?: RequestBudget;
  /** Status and list requests. */
  readonly read?: RequestBudget;
  /** Terminate requests. */
  readonly terminate?: RequestBudget;
}
