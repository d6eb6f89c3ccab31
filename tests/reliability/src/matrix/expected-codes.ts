import type { ErrorCode } from '@stagely/core';
import type { MatrixCase } from './matrix-case.js';

/** The deadline of a wait may pass before what disturbs it does. */
const NO_ANSWER: readonly ErrorCode[] = ['network_failure', 'readiness_timeout'];

/** A machine that is not found any more before it had an address: whoever asks again gets another one. */
const VANISHED: ErrorCode = 'capacity_unavailable';

/**
 * The errors that a call may be rejected with for a fault. The cloud's word decides where it has spoken: who is not let
 * in must see to the credentials, whatever the request was for; what is refused as wrong is wrong input. What is not the
 * cloud's word is a network failure, which goes away by itself.
 */
export function expectedCodes({ cloud, scenario, fault, mode }: MatrixCase): readonly ErrorCode[] {
  switch (fault.group) {
    case 'slow':
      // Only a cloud that is slow in everything can keep a wait from its end.
      return mode === 'down' ? NO_ANSWER : [];
    case 'unsent':
    case 'silent':
      return NO_ANSWER;
    case 'lost':
      // A refusal of the cloud's own that has lost its body is still one.
      return fault.name === 'empty' && mode === 'down'
        ? ['invalid_input', ...NO_ANSWER]
        : NO_ANSWER;
    case 'throttled':
      // A wait that throttling outlasts ends with its own deadline.
      return ['rate_limited', ...NO_ANSWER];
    case 'unauthorized':
      return ['invalid_credentials'];
    case 'missing':
      // A list that is not there is a wrong endpoint; a machine, an image or a tag is named by the input.
      // A machine that is listed and yet never there when it is read contradicts itself: that may go away.
      return [
        'instance_not_found',
        'invalid_input',
        ...(isCreation(scenario) ? [VANISHED] : []),
        ...(scenario === 'adopt' && mode !== 'once' ? NO_ANSWER : []),
      ];
    case 'conflict':
      // Something else is under way. EC2 says so of a state that an instance is in, which is input to most actions.
      return cloud === 'aws' ? ['invalid_input', ...NO_ANSWER] : NO_ANSWER;
    case 'invalid':
      return ['invalid_input'];
    case 'locked':
      // Only Hetzner knows this status; from others it is a refusal like any.
      return cloud === 'hetzner' ? NO_ANSWER : ['invalid_input', ...NO_ANSWER];
  }
}

function isCreation(scenario: string): boolean {
  return /^(?:create|adopt)/.test(scenario);
}
