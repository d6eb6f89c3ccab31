import { inspect } from 'node:util';
import type { Invocation } from '../invocation/invocation.js';
import { describeFailure } from './describe-failure.js';
import { ExplainedError } from './explained-error.js';

/** Tells on `stderr` what failed, and returns the exit code: with `--json` as one line of JSON. */
export function reportFailure(error: unknown, invocation: Invocation): number {
  const { exitCode, message, hint, document } = describeFailure(error, invocation);
  const { json, debug, messages } = invocation;
  if (json) {
    messages.raw(JSON.stringify({ error: document }));
    return exitCode;
  }
  messages.error(message, hint);
  if (debug) messages.note(inspect(error instanceof ExplainedError ? error.error : error));
  return exitCode;
}

/** Tells several failures; the first one decides the exit code. */
export function reportFailures(errors: readonly unknown[], invocation: Invocation): number {
  const exitCodes = errors.map((error) => reportFailure(error, invocation));
  return exitCodes[0] ?? 0;
}
