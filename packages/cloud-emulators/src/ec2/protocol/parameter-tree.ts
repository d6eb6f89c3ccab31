import { requestErrors } from '../errors/request-errors.js';
import type { QueryParameters } from './read-parameters.js';

/** Parameters as they nest: `Filter.1.Name` is `Filter`, in it `1`, in it `Name`. */
export type ParameterTree = { [segment: string]: string | ParameterTree };

/**
 * Nests parameters by the dots in their names.
 *
 * @throws ApiError UnknownParameter for names that cannot be nested
 */
export function buildParameterTree(parameters: QueryParameters): ParameterTree {
  const root = emptyTree();
  for (const [name, value] of parameters) {
    const segments = name.split('.');
    const last = segments.pop() ?? '';
    let node = root;
    for (const segment of segments) {
      const next = node[segment] ?? emptyTree();
      if (typeof next === 'string' || !isSegment(segment)) throw unknown(name);
      node[segment] = next;
      node = next;
    }
    if (!isSegment(last) || node[last] !== undefined) throw unknown(name);
    node[last] = value;
  }
  return root;
}

const unknown = requestErrors.unknownParameter;

// Names that every object has would pass for known ones.
function isSegment(segment: string): boolean {
  return /^[A-Za-z0-9]+$/.test(segment) && !(segment in Object.prototype);
}

function emptyTree(): ParameterTree {
  return Object.create(null);
}
