import type { ApiCall } from '../emulator/api-call.js';
import type { Random } from '../random/random.js';
import { parseArgument } from '../validation/parse-argument.js';
import type { Fault, FaultHandle, FaultRule } from './fault.js';
import { faultRuleSchema } from './fault-rule-schema.js';

/** The faults of an emulator. */
export interface Faults {
  /**
   * Adds a rule. Of several rules that fit a request the first added one is applied, and with it every
   * `delay` that fits; a rule that was passed over is applied to a later request instead.
   *
   * @throws InvalidInputError naming everything that is wrong with the rule
   */
  add(rule: FaultRule): FaultHandle;
  /** Removes all rules. */
  clear(): void;
}

/** What goes wrong with one request. */
export interface AppliedFaults {
  readonly delays: readonly Extract<Fault, { type: 'delay' }>[];
  readonly fault?: Exclude<Fault, { type: 'delay' }> | undefined;
}

/** The faults with the side that applies them. */
export class FaultRules implements Faults {
  readonly #random: Random;
  readonly #rules = new Set<ArmedRule>();
  #added = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  add(rule: FaultRule): FaultHandle {
    const checked = parseArgument(faultRuleSchema, rule, {
      operation: 'faults.add',
      argumentName: 'rule',
    });
    // A stream of its own for each rule: rules that others add do not change what this one draws.
    const armed = new ArmedRule(checked, this.#random.fork(this.#added++));
    this.#rules.add(armed);
    return {
      get hits() {
        return armed.hits;
      },
      remove: () => {
        this.#rules.delete(armed);
      },
    };
  }

  clear(): void {
    this.#rules.clear();
  }

  /** Decides what goes wrong with a request, and counts it. */
  apply(call: ApiCall): AppliedFaults {
    const delays: Extract<Fault, { type: 'delay' }>[] = [];
    let chosen: Exclude<Fault, { type: 'delay' }> | undefined;
    for (const rule of this.#rules) {
      const { fault } = rule;
      if (!rule.fits(call)) continue;
      if (fault.type === 'delay') delays.push(fault);
      else if (chosen === undefined) chosen = fault;
      else continue;
      rule.hits += 1;
    }
    return { delays, fault: chosen };
  }
}

class ArmedRule {
  readonly fault: Fault;
  hits = 0;
  readonly #matches: (call: ApiCall) => boolean;
  readonly #first: number;
  readonly #times: number;
  readonly #probability: number;
  readonly #random: Random;
  #seen = 0;

  constructor(rule: FaultRule, random: Random) {
    const { operation, nth = 1, probability, fault } = rule;
    const { times = probability === undefined ? 1 : 'always' } = rule;
    this.fault = fault;
    this.#matches = matcherOf(operation);
    this.#first = nth;
    this.#times = times === 'always' ? Number.POSITIVE_INFINITY : times;
    this.#probability = probability ?? 1;
    this.#random = random;
  }

  fits(call: ApiCall): boolean {
    if (!this.#matches(call)) return false;
    this.#seen += 1;
    const drawn = this.#random.chance(this.#probability);
    return drawn && this.#seen >= this.#first && this.hits < this.#times;
  }
}

function matcherOf(wanted: string | RegExp | undefined): (call: ApiCall) => boolean {
  if (wanted === undefined) return () => true;
  if (typeof wanted === 'string') {
    return ({ operation, method, url: { pathname } }) =>
      [operation, method, pathname, `${method} ${pathname}`].includes(wanted);
  }
  // Without the flags that make an expression remember its last match.
  const expression = new RegExp(wanted.source, wanted.flags.replaceAll(/[gy]/g, ''));
  return ({ operation, method, url: { pathname } }) =>
    expression.test(`${method} ${pathname}`) ||
    (operation !== undefined && expression.test(operation));
}
