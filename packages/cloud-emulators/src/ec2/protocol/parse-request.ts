import * as v from 'valibot';
import type { ApiError } from '../../emulator/api-error.js';
import { requestErrors } from '../errors/request-errors.js';
import type { ParameterTree } from './parameter-tree.js';

/**
 * Checks the parameters of an action.
 *
 * @param notEmulated what EC2 takes and the emulator does not, list numbers left out: `Placement.GroupName`
 * @throws ApiError MissingParameter, UnknownParameter, InvalidParameterValue or UnsupportedOperation
 */
export function parseRequest<Output>(
  schema: v.GenericSchema<unknown, Output>,
  parameters: ParameterTree,
  notEmulated: ReadonlySet<string>,
): Output {
  const result = v.safeParse(schema, parameters);
  if (result.success) return result.output;
  // A parameter that is too much tells more than one that is missing because of it.
  const issue = result.issues.find(isUnknownName) ?? result.issues[0];
  throw toError(issue, notEmulated);
}

function toError(issue: v.BaseIssue<unknown>, notEmulated: ReadonlySet<string>): ApiError {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const name = path.join('.');
  const value = issue.path?.at(-1)?.value;
  if (isUnknownName(issue)) {
    const withoutNumbers = path.filter((segment) => !/^\d+$/.test(segment));
    const known = withoutNumbers.some((_, depth) =>
      notEmulated.has(withoutNumbers.slice(0, depth + 1).join('.')),
    );
    return known
      ? requestErrors.notEmulated(`The parameter ${name}`)
      : requestErrors.unknownParameter(nameOfLeaf(name, value));
  }
  if (value === undefined) return requestErrors.missingParameter(name);
  if (issue.kind === 'schema' && issue.type !== 'picklist') {
    return requestErrors.unknownParameter(nameOfLeaf(name, value));
  }
  const shown = typeof value === 'string' ? ` (${value})` : '';
  const hint = issue.message.startsWith('Expecting') ? ` ${issue.message}.` : '';
  return requestErrors.invalidParameterValue(
    `Value${shown} for parameter ${name} is invalid.${hint}`,
  );
}

/** A field the structure does not have, a list number that is none. */
function isUnknownName(issue: v.BaseIssue<unknown>): boolean {
  const inKey = issue.path?.at(-1)?.origin === 'key';
  return inKey && (issue.type === 'strict_object' ? issue.expected === 'never' : true);
}

/** The whole name as it was sent, of which a schema has seen only the beginning. */
function nameOfLeaf(name: string, value: unknown): string {
  let whole = name;
  let node = value;
  while (typeof node === 'object' && node !== null) {
    const [first] = Object.entries(node);
    if (first === undefined) break;
    whole += `.${first[0]}`;
    node = first[1];
  }
  return whole;
}
