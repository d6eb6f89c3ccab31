import type { ProviderWarning } from '../contract/provider-warning.js';
import type { ParsedInstanceSpec } from '../plugin/parse-instance-spec.js';
import type { Call } from './creation-cloud.js';
import type { CreationContext } from './creation-context.js';
import { giveUpInstance } from './give-up-instance.js';
import type { ManagedInstance } from './managed-instance.js';

/** Ends machines whose key is another machine's, where nobody has them: what calls have left that could not end them. */
export async function endRivals<Spec extends ParsedInstanceSpec<unknown>, Plan>(
  context: CreationContext<Spec, Plan>,
  rivals: readonly ManagedInstance[],
): Promise<readonly ProviderWarning[]> {
  const { cloud, clock, backoff, cleanupTimeoutMs: timeoutMs } = context;
  const warnings = await Promise.all(
    rivals.map(async ({ instanceId }): Promise<readonly ProviderWarning[]> => {
      const operation = { ...context.operation, instanceId };
      const mayStay = (call: Call) => context.keepsKey(instanceId, call);
      const options = { operation, clock, backoff, timeoutMs, mayStay };
      const end = await giveUpInstance(cloud, instanceId, options);
      if (end === 'ended') context.rememberEnd(instanceId);
      if (end === 'ended' || end === 'adopted') return [];
      const message = `The machine ${instanceId}, made by another call or request with the same key, ${
        end.mayEnd
          ? 'could not be ended. End it with terminateInstance().'
          : 'was left, because it could not be told whether somebody has it. Use the same key again later.'
      }`;
      return [{ code: 'cleanup_failed', message }];
    }),
  );
  return warnings.flat();
}
