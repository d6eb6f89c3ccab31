import { IndexedCollection, type Page } from '../../storage/indexed-collection.js';
import type { DigitalOceanContext } from '../digitalocean-types.js';
import { oldestFirst } from '../requests/pages-of-collections.js';
import type { PageRequest } from '../requests/read-page.js';
import type { Droplet } from './droplet.js';

/** What droplets can be listed by: their tag, or their kind and, in any spelling, their name. */
export type DropletSelection =
  | { readonly tag: string }
  | { readonly type: DropletType; readonly name?: string | undefined };

/** The API lists the two kinds apart. */
type DropletType = 'droplets' | 'gpus';

/** All droplets that there are, and those that there were. */
export class DropletStore {
  readonly #existing: IndexedCollection<number, Droplet>;
  readonly #ever: Droplet[] = [];
  readonly #context: DigitalOceanContext;

  constructor(context: DigitalOceanContext) {
    this.#context = context;
    this.#existing = new IndexedCollection({
      idOf: ({ id }) => id,
      keysOf: keysOfDroplet,
      clock: context.clock,
      retainMs: context.consistency.maximumLagMs,
    });
  }

  add(droplet: Droplet): void {
    this.#existing.add(droplet);
    this.#ever.push(droplet);
    this.#context.meter.start({
      id: String(droplet.id),
      type: droplet.size.slug,
      region: droplet.region.slug,
      name: droplet.name.current,
      tags: Object.fromEntries(droplet.tags.current.map((tag) => [tag, ''])),
    });
  }

  /** Ends a droplet at a time, which may lie in the future; a second call moves the end. */
  end(droplet: Droplet, goneAt: number): void {
    droplet.goneAt = goneAt;
    this.#existing.remove(droplet.id, goneAt);
    this.#context.meter.end(String(droplet.id), goneAt);
  }

  /** The droplet with an id, if it exists at a time (default: now). */
  get(id: number, asOf?: number): Droplet | undefined {
    return this.#existing.get(id, asOf);
  }

  /** To be called when the name or the tags of a droplet have changed. */
  reindex(droplet: Droplet): void {
    this.#existing.reindex(droplet.id);
  }

  count(selection?: DropletSelection): number {
    return this.#existing.count(selection && { key: keyOf(selection) });
  }

  page(selection: DropletSelection, asOf: number, page: PageRequest): Page<Droplet> {
    return oldestFirst(this.#existing, { key: keyOf(selection), asOf }, page);
  }

  /** The droplets that have a tag now. */
  tagged(tag: string): Droplet[] {
    return Array.from(this.#existing.scan({ key: keyOf({ tag }) }), ({ item }) => item);
  }

  /** Every droplet that there ever was. */
  ever(): readonly Droplet[] {
    return this.#ever;
  }
}

function keysOfDroplet({ size, name, tags }: Droplet): string[] {
  const type = size.gpu ? 'gpus' : 'droplets';
  return [
    keyOf({ type }),
    keyOf({ type, name: name.current }),
    ...tags.current.map((tag) => keyOf({ tag })),
  ];
}

function keyOf(selection: DropletSelection): string {
  if ('tag' in selection) return `tag:${selection.tag}`;
  const { type, name } = selection;
  return name === undefined ? type : `${type}:${name.toLowerCase()}`;
}
