import type { Clock } from '@stagely/core/plugin';
import { History } from '../../storage/history.js';
import { IndexedCollection } from '../../storage/indexed-collection.js';
import { resourceErrors } from '../errors/resource-errors.js';
import type { LaunchParameters } from '../launching/launch-parameters.js';
import type { Tags } from '../tags/tags.js';

/** A launch template. It has one version. */
export interface LaunchTemplate {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly parameters: LaunchParameters;
  readonly tags: History<Tags>;
}

/** How requests name a template. */
export interface TemplateReference {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
  readonly Version?: string | undefined;
}

/** The launch templates of one Region. */
export class LaunchTemplateStore {
  readonly #clock: Clock;
  readonly #templates: IndexedCollection<string, LaunchTemplate>;

  constructor(clock: Clock, maximumLagMs: number) {
    this.#clock = clock;
    this.#templates = new IndexedCollection({
      idOf: ({ id }) => id,
      keysOf: ({ name }) => [name],
      clock,
      retainMs: maximumLagMs,
    });
  }

  get count(): number {
    return this.#templates.count();
  }

  get(id: string, asOf?: number): LaunchTemplate | undefined {
    return this.#templates.get(id, asOf);
  }

  named(name: string, asOf?: number): LaunchTemplate | undefined {
    return this.#templates.page({ key: name, asOf, limit: 1 }).items[0];
  }

  scan(selection: { asOf?: number; after?: number } = {}) {
    return this.#templates.scan(selection);
  }

  create(id: string, name: string, parameters: LaunchParameters, tags: Tags): LaunchTemplate {
    const createdAt = this.#clock.now();
    const template = { id, name, createdAt, parameters, tags: new History(createdAt, tags) };
    this.#templates.add(template);
    return template;
  }

  delete(id: string): void {
    this.#templates.remove(id);
  }

  setTags(template: LaunchTemplate, tags: Tags): void {
    template.tags.set(this.#clock.now(), tags);
  }

  /**
   * The template that a request names, as of a time.
   *
   * @throws ApiError when it is not there, or the version is another than 1, `$Default` or `$Latest`
   */
  resolve(reference: TemplateReference, asOf: number): LaunchTemplate {
    const { LaunchTemplateId: id, LaunchTemplateName: name, Version: version } = reference;
    const template = id === undefined ? this.named(name ?? '', asOf) : this.get(id, asOf);
    if (template === undefined) {
      throw id === undefined
        ? resourceErrors.launchTemplateNameNotFound(name ?? '')
        : resourceErrors.notFound('launchTemplate', [id]);
    }
    if (version !== undefined && !['1', '$Default', '$Latest'].includes(version)) {
      throw resourceErrors.launchTemplateVersionNotFound(version);
    }
    return template;
  }
}
