import { StagelyError } from '@stagely/core';
import { Finding } from './expect-that.js';
import { printValue } from './print-value.js';
import { settle } from './settle.js';

type ErrorClass<T extends StagelyError> = abstract new (...args: never[]) => T;

/** Goes on only when a call rejects with an error of a class; `doing` says what the call was. */
export async function expectRejection<T extends StagelyError>(
  errorClass: ErrorClass<T>,
  doing: string,
  call: () => unknown,
): Promise<T> {
  const settled = await settle(call);
  if (settled.resolved) {
    throw new Finding(
      `${doing} succeeded with ${printValue(settled.value)}, where ${article(errorClass)} belongs`,
    );
  }
  const { error } = settled;
  if (error instanceof errorClass) return error;
  throw new Finding(`${doing} failed with ${printError(error)}, not with ${article(errorClass)}`, {
    cause: error,
  });
}

/** What kind of error it is and what it says. */
export function printError(error: unknown): string {
  if (error instanceof StagelyError) return `${error.constructor.name} (${error.message})`;
  if (error instanceof Error) return `a plain ${error.constructor.name} (${error.message})`;
  return `${printValue(error)}, which is no error at all`;
}

function article({ name }: { readonly name: string }): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
