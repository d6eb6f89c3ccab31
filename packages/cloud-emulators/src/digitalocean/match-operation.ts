import { TrieRouter } from 'hono/router/trie-router';
import { operationNames, operationsNotEmulated } from './operations.js';

/** What a method and a path come to. */
interface OperationMatch {
  /** `GET /v2/droplets/{id}`, also for those that are not emulated; undefined when there is none. */
  readonly operation?: string;
  /** The methods that the path has; empty when it is none of the API's. */
  readonly methods: readonly string[];
}

export type MatchOperation = (method: string, pathname: string) => OperationMatch;

/** Makes what finds the operation of a request. HEAD stands for GET; a slash at the end does not count. */
export function createOperationMatcher(): MatchOperation {
  const router = new TrieRouter<string>();
  for (const operation of [...operationNames, ...operationsNotEmulated]) {
    router.add('ALL', honoPath(operation), operation);
  }
  return (method, pathname) => {
    const path = pathname.replace(/(?<=[^/])\/$/, '');
    const operations = router.match('ALL', path)[0].map(([operation]) => operation);
    // Where a path without placeholders matches too, as `/v2/droplets/actions` does, it alone counts.
    const literal = operations.filter((operation) => operation.endsWith(` ${path}`));
    const found = literal.length > 0 ? literal : operations;
    const methods = found.map((operation) => operation.slice(0, operation.indexOf(' ')));
    const operation = found[methods.indexOf(method === 'HEAD' ? 'GET' : method)];
    return operation === undefined ? { methods } : { operation, methods };
  };
}

/** The path of an operation as Hono writes it. */
export function honoPath(operation: string): string {
  return operation.slice(operation.indexOf(' ') + 1).replaceAll(/\{(\w+)\}/g, ':$1');
}
