import type { Labels } from './server.js';

/** The keys of an `IndexedCollection` under which a resource is listed by its labels. */
export function* labelKeys(labels: Labels): Generator<string> {
  for (const [name, value] of labels) {
    yield labelKey(name);
    yield labelKey(name, value);
  }
}

/** The key of all resources with a label, or with a label of a value. */
export function labelKey(name: string, value?: string): string {
  return value === undefined ? `label:${name}` : `label:${name}=${value}`;
}
