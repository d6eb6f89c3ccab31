import {
  CapacityUnavailableError,
  InstanceNotFoundError,
  InvalidInputError,
  NetworkFailureError,
  type ProviderError,
  QuotaExceededError,
} from '@stagely/core';
import { describeOperation, type ManagedInstance, type Operation } from '@stagely/core/plugin';

type Explain = (message: string, operation: Operation, reason: string) => ProviderError;

const explainCapacity: Explain = (message, operation) =>
  new CapacityUnavailableError(
    `${message} Try again, or another region or instance type.`,
    operation,
  );

const explainQuota: Explain = (message, operation) =>
  new QuotaExceededError(`${message} Ask AWS for a higher quota.`, operation);

const explainFailure: Explain = (message, operation) =>
  new NetworkFailureError(`${message} Try again.`, operation);

const explainEndByHand: Explain = (message, operation) =>
  new InstanceNotFoundError(
    `${message} It was shut down from inside or by somebody else.`,
    operation,
  );

const explainImage: Explain = (message, operation, reason) =>
  new InvalidInputError(`${message} Check the image, its snapshots and the keys of its volumes.`, {
    ...operation,
    issues: [{ path: 'spec.providerOptions.aws.image', message: `cannot be launched: ${reason}` }],
  });

/** By the code at the head of a reason: the values of `StateReason` in EC2's service model. */
const EXPLANATIONS: ReadonlyMap<string, Explain> = new Map([
  ['Server.InsufficientInstanceCapacity', explainCapacity],
  ['Server.SpotInstanceTermination', explainCapacity],
  ['Server.SpotInstanceShutdown', explainCapacity],
  ['Client.VolumeLimitExceeded', explainQuota],
  ['Client.InstanceInitiatedShutdown', explainEndByHand],
  ['Client.UserInitiatedShutdown', explainEndByHand],
  ['Client.InternalError', explainImage],
  ['Client.InvalidSnapshot.NotFound', explainImage],
]);

/** The error for an instance that has ended or stopped before it had an address, by the reason that EC2 gives. */
export function explainEnd(instance: ManagedInstance, operation: Operation): ProviderError {
  const { state, reason = 'EC2 does not say why' } = instance;
  const what = state === 'stopped' ? 'stopped' : 'ended';
  const message = `${describeOperation(operation)} failed: the instance ${what} before it had an address (${reason}).`;
  const [code = ''] = reason.split(':');
  return (EXPLANATIONS.get(code) ?? explainFailure)(message, operation, reason);
}
