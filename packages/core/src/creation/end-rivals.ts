import type { ProviderWarning } from '../contract/provider-warning.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import type { CreationContext } from './creation-context.js';
import type { ManagedInstance } from './managed-instance.js';
import { releaseInstance } from './release-instance.js';

/** Ends machines whose key is another machine's; the calls that made them, where they live, do the same. */
export async function endRivals<Spec extends ParsedInstanceSpec<unknown>, Plan>(
  context: CreationContext<Spec, Plan>,
  rivals: readonly ManagedInstance[],
): Promise<readonly ProviderWarning[]> {
  const { cloud, clock, backoff, cleanupTimeoutMs: timeoutMs } = context;
  const warnings = await Promise.all(
    rivals.map(async ({ instanceId }): Promise<readonly ProviderWarning[]> => {
      const operation = { ...context.operation, instanceId };
      const options = { operation, clock, backoff, timeoutMs };
      const failure = await releaseInstance(cloud, instanceId, options);
      if (failure === undefined) {
        context.rememberEnd(instanceId);
        return [];
      }
      const message = `The machine ${instanceId}, made by another call with the same key, could not be ended. End it with terminateInstance().`;
      return [{ code: 'cleanup_failed', message }];
    }),
  );
  return warnings.flat();
}
