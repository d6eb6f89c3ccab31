import type { FaultHandle } from '@stagely/cloud-emulators';
import { tellingMessage, USER_DATA } from './machine-spec.js';
import type { MatrixCase } from './matrix-case.js';
import type { Stage } from './stage.js';

/** Makes the request of a case go wrong, counted from now. */
export function putFault(matrixCase: MatrixCase, stage: Stage): FaultHandle {
  const { request, mode } = matrixCase;
  const { operation, nth, position } = request;
  const fault = faultOf(matrixCase, stage);
  const { faults } = stage.cloud;
  if (mode === 'down') return faults.add({ fault, nth: position, times: 'always' });
  return faults.add({ fault, operation, nth, times: mode === 'once' ? 1 : 'always' });
}

/** Ends what goes wrong: all at once, or with one more request that does. */
export function easeFault(matrixCase: MatrixCase, handle: FaultHandle, stage: Stage): void {
  handle.remove();
  const { request, mode } = matrixCase;
  if (mode !== 'always') return;
  stage.cloud.faults.add({ operation: request.operation, fault: faultOf(matrixCase, stage) });
}

/** The requests that carry user data. */
const CARRIES_USER_DATA =
  /^(?:RunInstances|CreateLaunchTemplate|POST \/v[12]\/(?:droplets|servers))$/;

function faultOf({ cloud, request, fault, mode }: MatrixCase, { cloud: { secrets } }: Stage) {
  const { operation } = request;
  // A cloud that is down says the same to every request, also to those that carry no user data.
  const carries = CARRIES_USER_DATA.test(operation) && mode !== 'down';
  const message = tellingMessage([...secrets, ...(carries ? [USER_DATA] : [])]);
  return fault.toFault({ cloud, operation, message });
}
