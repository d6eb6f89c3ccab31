import { existsSync, readFileSync } from 'node:fs';

/** Hetzner's own examples and the table of error codes lie beside the repository, where they may be read only. */
const folder = new URL('../../../../../shared/specs/', import.meta.url);

export const missingSpecification = existsSync(new URL('hetzner-openapi.json', folder))
  ? false
  : 'the folder shared/specs is not beside the repository';

/** A file of the specification, as JSON. */
export function readSpecification(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}
