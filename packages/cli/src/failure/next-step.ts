import { type ErrorCode, InvalidInputError, ProviderError, type StagelyError } from '@stagely/core';
import { formatCommand } from '../provider/command-line.js';
import type { ProviderSelection } from '../provider/provider-selection.js';
import { formatDuration } from '../terminal/format-duration.js';
import { optionsOf } from './input-options.js';

type NextStep = (error: StagelyError, selection: ProviderSelection) => string | undefined;

const NEXT_STEPS: Record<ErrorCode, NextStep> = {
  invalid_credentials: (_, selection) =>
    `Check the variables or the credentials file; "${formatCommand(selection, 'validate')}" tries them again.`,
  quota_exceeded: (_, selection) =>
    `End instances that nobody needs ("${formatCommand(selection, 'list')}"), or ask the cloud for a higher limit.`,
  capacity_unavailable: () => 'Try again later, or another --region or --size.',
  network_failure: () => 'Check the network and try again.',
  rate_limited: (error) =>
    error instanceof ProviderError && error.retryAfterMs !== undefined
      ? `Try again in ${formatDuration(error.retryAfterMs + 999)}.`
      : 'Try again in a minute.',
  readiness_timeout: () => 'Try again, with a longer --timeout where that is given.',
  invalid_input: (error) => checkOptions(error),
  idempotency_conflict: () =>
    'Use another --idempotency-key, or the same options as for the instance that has it.',
  instance_not_found: (_, selection) =>
    `"${formatCommand(selection, 'list', '--all')}" lists what there is.`,
  aborted: () => undefined,
  provider_not_installed: () => '"stagely providers" lists what is installed here.',
  incompatible_provider: () => '"stagely providers" lists what is usable; --debug shows the cause.',
  credential_decryption: () =>
    'Check STAGELY_ENCRYPTION_KEY (several keys are separated by commas) and --context.',
};

/** What a person can do about an error of the library; nothing is known about codes of somebody else's. */
export function nextStep(error: StagelyError, selection: ProviderSelection): string | undefined {
  if (!Object.hasOwn(NEXT_STEPS, error.code)) return undefined;
  return NEXT_STEPS[error.code](error, selection);
}

function checkOptions(error: StagelyError): string | undefined {
  const options = error instanceof InvalidInputError ? optionsOf(error.issues) : [];
  return options.length === 0 ? undefined : `Check ${options.join(' and ')}.`;
}
