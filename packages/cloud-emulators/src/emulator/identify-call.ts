import type { Clock } from '@stagely/core/plugin';
import type { Random } from '../random/random.js';
import type { ApiCall, IncomingCall } from './api-call.js';
import type { CloudDefinition, CloudTypes } from './cloud-definition.js';

/** Gives a request its id and its operation's name. */
export function identifyCall<Cloud extends CloudTypes>(
  incoming: IncomingCall,
  sequence: number,
  {
    definition,
    clock,
    random,
  }: { definition: CloudDefinition<Cloud>; clock: Clock; random: Random },
): ApiCall {
  const call = {
    ...incoming,
    sequence,
    at: clock.now(),
    requestId: random.fork(sequence).uuid(),
    bodyText: new TextDecoder().decode(incoming.body),
    responseHeaders: new Headers(),
  };
  return { ...call, operation: definition.nameOperation(call) };
}
