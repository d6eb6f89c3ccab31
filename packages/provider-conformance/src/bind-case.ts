import { randomUUID } from 'node:crypto';
import { CaseContext } from './case-context.js';
import type { CheckedHarness } from './check-harness.js';
import type { CaseDefinition, ConformanceCase } from './conformance-case.js';
import { ConformanceFailure } from './conformance-failure.js';
import { endMachines } from './end-machines.js';
import { printError } from './expect-rejection.js';
import { Finding } from './expect-that.js';
import { Observer } from './observer.js';
import { redactorOf } from './secrets-of.js';
import { type Settled, settle } from './settle.js';

/** Binds cases to a harness. They run one after another, each with tags of its own. */
export class CaseBinder {
  readonly #harness: CheckedHarness;
  readonly #observer: Observer;
  readonly #runId = randomUUID().slice(0, 8);
  #bound = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(harness: CheckedHarness) {
    this.#harness = harness;
    this.#observer = new Observer(harness);
  }

  bind(group: string, definition: CaseDefinition): ConformanceCase {
    const { name, rule } = definition;
    const tags = {
      conformance: 'true',
      'conformance-case': `${this.#runId}-${++this.#bound}`,
    };
    return { name, group, rule, run: () => this.#afterOthers(() => this.#run(definition, tags)) };
  }

  #afterOthers<T>(work: () => Promise<T>): Promise<T> {
    const { clock } = this.#harness;
    const result = this.#last.then(() => (clock.run ? clock.run(work) : work()));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #run(definition: CaseDefinition, tags: Record<string, string>): Promise<void> {
    const liveBefore = (await this.#harness.countLiveInstances?.()) ?? 0;
    const context = new CaseContext(this.#harness, this.#observer, tags, liveBefore);
    const [ended, left] = await this.#observer.observe(async () => [
      await settle(() => definition.run(context)),
      await endMachines(context),
    ]);
    if (ended.resolved && left.length === 0) return;
    throw this.#toFailure(definition, ended, left);
  }

  #toFailure(
    { name, rule, advice }: CaseDefinition,
    ended: Settled<void>,
    left: readonly string[],
  ): ConformanceFailure {
    const redactor = redactorOf(this.#harness);
    const details = { caseName: name, rule, advice };
    const remaining =
      left.length === 0
        ? ''
        : `the case could not end its machines: ${left.join(', ')}; see to it that they end`;
    if (ended.resolved) return new ConformanceFailure({ ...details, seen: remaining });
    const { error } = ended;
    const seen = error instanceof Finding ? error.message : `an unexpected ${printError(error)}`;
    const cause = error instanceof Finding ? error.cause : error;
    return new ConformanceFailure({
      ...details,
      seen: redactor.text([seen, remaining].filter((text) => text !== '').join('; also, ')),
      ...(cause === undefined ? {} : { cause: redactor.error(cause) }),
    });
  }
}
