import type { Market } from '../../machines/capacity.js';
import type { StateReason } from './instance-phases.js';

/** Launches that are accepted and then fail: pending, and from there terminated. */
export interface LaunchFailureRule {
  /** Default: every type. */
  readonly type?: string | undefined;
  /** Default: both. */
  readonly market?: Market | undefined;
  /** How many instances it hits. Default: 1. */
  readonly times?: number | undefined;
  readonly reason: StateReason;
}

/** The launches that are going to fail. */
export class LaunchFailures {
  #rules: { readonly rule: LaunchFailureRule; left: number }[] = [];

  add(rule: LaunchFailureRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  /** Whether, and why, an instance that is launched now fails. */
  take(type: string, market: Market): StateReason | undefined {
    const hit = this.#rules.find(
      ({ rule }) => (rule.type ?? type) === type && (rule.market ?? market) === market,
    );
    if (hit === undefined) return undefined;
    hit.left -= 1;
    this.#rules = this.#rules.filter(({ left }) => left > 0);
    return hit.rule.reason;
  }
}
