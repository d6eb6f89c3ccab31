/** What a failure tells. */
export interface ConformanceFailureOptions {
  readonly caseName: string;
  readonly rule: string;
  readonly seen: string;
  readonly advice: string;
  readonly cause?: unknown;
}

/** A provider breaks a promise of the contract. Secrets are taken out of all that it tells. */
export class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure';
  /** The case that failed. */
  readonly caseName: string;
  /** What the contract promises. */
  readonly rule: string;
  /** What was seen instead. */
  readonly seen: string;
  /** What to do about it. */
  readonly advice: string;

  constructor(options: ConformanceFailureOptions) {
    const { caseName, rule, seen, advice } = options;
    super(
      `${caseName}\n  The contract: ${rule}\n  Seen: ${seen}\n  What to do: ${advice}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.caseName = caseName;
    this.rule = rule;
    this.seen = seen;
    this.advice = advice;
  }
}
