import type { ErrorCode, StagelyError } from '@stagely/core';

const ERROR_EXIT_CODES = {
  invalid_input: 2,
  invalid_credentials: 3,
  quota_exceeded: 4,
  capacity_unavailable: 5,
  network_failure: 6,
  rate_limited: 7,
  readiness_timeout: 8,
  idempotency_conflict: 9,
  instance_not_found: 10,
  provider_not_installed: 11,
  incompatible_provider: 12,
  credential_decryption: 13,
  aborted: 130,
} as const satisfies Record<ErrorCode, number>;

/** The exit code of the command by what happened. */
export const EXIT_CODES = { ok: 0, unexpected: 1, usage: 2, ...ERROR_EXIT_CODES } as const;

/** The exit code of an error; a class of somebody else's may have a code that is not known here. */
export function exitCodeOf({ code }: StagelyError): number {
  return Object.hasOwn(ERROR_EXIT_CODES, code) ? ERROR_EXIT_CODES[code] : EXIT_CODES.unexpected;
}

/** The same as `--help` prints it. SIGTERM has 143 in place of 130, SIGHUP 129. */
export const EXIT_CODE_HELP = `Exit codes:
    0  done
    1  unexpected failure
    2  wrong usage or input
    3  credentials refused, or a permission is missing
    4  quota of the account exceeded
    5  no capacity for this machine now
    6  network failure, or the cloud does not answer
    7  too many requests
    8  not ready in time
    9  idempotency key used with another spec
   10  no such instance
   11  provider package not installed
   12  provider package not usable
   13  stored credentials cannot be opened
  130  interrupted (143 by SIGTERM, 129 by SIGHUP)
  Where several instances fail, the first failure decides.`;
