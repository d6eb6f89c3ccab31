import { StagelyError } from '@stagely/core';
import type { Invocation } from '../invocation/invocation.js';
import { EXIT_CODES, exitCodeOf } from './exit-codes.js';
import { ExplainedError } from './explained-error.js';
import { messageOf } from './message-of.js';
import { nextStep } from './next-step.js';
import { OutputError } from './output-error.js';
import { UsageError } from './usage-error.js';

/** A failure as it is told. */
export interface FailureDescription {
  readonly exitCode: number;
  /** What happened. */
  readonly message: string;
  /** What to do. */
  readonly hint: string | undefined;
  /** The same for programs. */
  readonly document: Record<string, unknown>;
}

/**
 * Says what happened, what to do, and with which exit code. Only `--debug` shows stacks and causes; nothing shows
 * the credentials of the command.
 */
export function describeFailure(error: unknown, invocation: Invocation): FailureDescription {
  const { exitCode, message, hint, document } = explain(error, invocation);
  const { secrets } = invocation;
  return {
    exitCode,
    message: secrets.redact(message),
    hint: hint === undefined ? undefined : secrets.redact(hint),
    document: JSON.parse(
      JSON.stringify(document, (_, value: unknown) =>
        typeof value === 'string' ? secrets.redact(value) : value,
      ),
    ),
  };
}

function explain(error: unknown, invocation: Invocation): FailureDescription {
  if (error instanceof ExplainedError) {
    const inner = explain(error.error, invocation);
    const { hint, details } = error;
    return { ...inner, hint, document: { ...inner.document, ...details, hint } };
  }
  const { exitCode, message, hint, fields } = classify(error, invocation);
  const stack = invocation.debug && error instanceof Error ? { stack: error.stack } : {};
  return {
    exitCode,
    message,
    hint,
    document: { ...fields, ...(hint === undefined ? {} : { hint }), ...stack },
  };
}

function classify(error: unknown, { selection, signal }: Invocation) {
  if (error instanceof UsageError) {
    const { name, code, message, hint } = error;
    return { exitCode: EXIT_CODES.usage, message, hint, fields: { name, code, message } };
  }
  if (error instanceof OutputError) {
    const { name, code, message, hint } = error;
    return { exitCode: EXIT_CODES.unexpected, message, hint, fields: { name, code, message } };
  }
  if (error instanceof StagelyError) {
    const hint = nextStep(error, selection);
    return { exitCode: exitCodeOf(error), message: error.message, hint, fields: fieldsOf(error) };
  }
  if (signal.aborted && error instanceof Error && error.name === 'AbortError') {
    const message = 'The command was interrupted.';
    const fields = { name: error.name, code: 'aborted', message };
    return { exitCode: EXIT_CODES.aborted, message, hint: undefined, fields };
  }
  const message = `Unexpected failure: ${messageOf(error)}`;
  const hint = 'This is a defect of stagely or of the provider; --debug shows where.';
  const name = error instanceof Error ? error.name : typeof error;
  return {
    exitCode: EXIT_CODES.unexpected,
    message,
    hint,
    fields: { name, code: 'unexpected', message },
  };
}

/** What an error tells programs; a class of somebody else's may carry what JSON cannot hold. */
function fieldsOf(error: StagelyError): Record<string, unknown> {
  try {
    const fields = error.toJSON();
    JSON.stringify(fields);
    return fields;
  } catch {
    const { name, code, message } = error;
    return { name, code, message };
  }
}
