import { InvalidInputError } from '../src/errors/invalid-input-error.js';

/** What some work throws; fails when it throws nothing. */
export function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

/** What a promise rejects with; fails when it resolves. */
export async function rejectionOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('The promise did not reject.');
}

/** The problems an `InvalidInputError` lists, as `path message`; fails for any other error. */
export function issuesOf(error: unknown): string[] {
  if (!(error instanceof InvalidInputError)) throw error;
  return error.issues.map(({ path, message }) => `${path} ${message}`);
}

/** The problems that some work finds in its input. */
export function issuesFoundBy(work: () => unknown): string[] {
  return issuesOf(thrownBy(work));
}
