import assert from 'node:assert/strict';
import { type Clock, type CloudProvider, retry } from '@stagely/core';
import { MockProvider, VirtualClock } from '@stagely/provider-mock';

// The code under test: makes a build machine, and tries again where that can help.
function startBuilder(provider: CloudProvider, clock: Clock) {
  return retry(
    ({ idempotencyKey, signal }) =>
      provider.createInstance({ size: 'small', architecture: 'amd64', idempotencyKey }, { signal }),
    { clock },
  );
}

const clock = new VirtualClock();
const mock = new MockProvider({}, { clock });
mock.delay = 20_000; // A machine takes twenty seconds,
mock.loseAnswer(); // and the first answer gets lost, though the machine is there.

const builder = await clock.run(() => startBuilder(mock, clock));

assert.equal(mock.instances.length, 1); // One machine, not two,
assert.equal(builder.reused, true); // because the second try found the first one's.
assert.deepEqual(
  mock.calls.map((call) => `${call.operation}: ${call.outcome}`),
  ['createInstance: network_failure', 'createInstance: succeeded'],
);

mock.endInstance(builder.instanceId, 'spot capacity reclaimed');
assert.equal((await mock.getInstanceStatus(builder.instanceId)).state, 'terminated');
