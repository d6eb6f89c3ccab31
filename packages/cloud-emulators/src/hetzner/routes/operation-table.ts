import type { HetznerOperation } from '../requests/hetzner-request.js';
import { actionOperations } from './action-operations.js';
import { catalogueOperations } from './catalogue-operations.js';
import { imageOperations } from './image-operations.js';
import { primaryIpActionOperations } from './primary-ip-action-operations.js';
import { primaryIpOperations } from './primary-ip-operations.js';
import { serverActionOperations } from './server-action-operations.js';
import { serverOperations } from './server-operations.js';
import { sshKeyOperations } from './ssh-key-operations.js';

/** Everything that is emulated. */
export const operations: readonly HetznerOperation[] = [
  ...serverOperations,
  ...serverActionOperations,
  ...actionOperations,
  ...catalogueOperations,
  ...imageOperations,
  ...sshKeyOperations,
  ...primaryIpOperations,
  ...primaryIpActionOperations,
];

/** Paths with words before paths with braces in the same place. */
const patterns = Array.from(new Set(operations.map(({ path }) => path)))
  .sort((a, b) => (a.replaceAll('{', '~') < b.replaceAll('{', '~') ? -1 : 1))
  .map((path) => ({ path, segments: path.split('/') }));

/** The path of the table that an address has; undefined when there is none. */
export function matchPath(
  pathname: string,
): { path: string; pathParameters: ReadonlyMap<string, string> } | undefined {
  const segments = pathname.split('/');
  for (const pattern of patterns) {
    const pathParameters = matchSegments(pattern.segments, segments);
    if (pathParameters) return { path: pattern.path, pathParameters };
  }
  return undefined;
}

/** The operation of a path of the table. */
export function findOperation(path: string, method: string): HetznerOperation | undefined {
  return operations.find((operation) => operation.path === path && operation.method === method);
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): ReadonlyMap<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index] ?? '';
    if (expected.startsWith('{')) {
      if (actual === '') return undefined;
      parameters.set(expected.slice(1, -1), actual);
    } else if (expected !== actual) {
      return undefined;
    }
  }
  return parameters;
}
