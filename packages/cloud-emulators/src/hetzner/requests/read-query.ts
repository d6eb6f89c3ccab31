import { type FieldProblem, invalidFields } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';

/** Query parameters, each with all its values. */
export type Query = ReadonlyMap<string, readonly string[]>;

/** Which parameters an operation knows, and whether they may be given several times. */
export type QueryParameters = Readonly<Record<string, 'once' | 'repeated'>>;

/** @throws ApiError 422 for a parameter that is not known or was given too often */
export function readQuery(
  { behaviour }: HetznerAccount,
  searchParams: URLSearchParams,
  known: QueryParameters | 'any',
): Query {
  const query = new Map<string, string[]>();
  for (const [name, value] of searchParams) {
    query.set(name, [...(query.get(name) ?? []), value]);
  }
  if (known === 'any') return query;
  const problems: FieldProblem[] = [];
  for (const [name, values] of query) {
    if (!Object.hasOwn(known, name)) {
      if (behaviour.unknownInput === 'refuse') {
        problems.push({ name, messages: ['unknown query parameter'] });
      }
    } else if (known[name] === 'once' && values.length > 1) {
      problems.push({ name, messages: ['may be given only once'] });
    }
  }
  if (problems.length > 0) throw invalidFields(problems);
  return query;
}

/** The value of a parameter that is given once; undefined when it is not given. */
export function one(query: Query, name: string): string | undefined {
  return query.get(name)?.[0];
}
