import type { InstanceFilter, ListedInstance } from '@stagely/core';
import type { Invocation } from '../invocation/invocation.js';
import { openProvider } from '../provider/open-provider.js';
import type { ProviderSelection } from '../provider/provider-selection.js';
import { formatInstances } from '../terminal/format-instances.js';

export interface ListOptions extends ProviderSelection {
  readonly tag?: Record<string, string> | undefined;
  readonly region?: string | undefined;
  readonly key?: string | undefined;
  readonly all?: boolean | undefined;
}

/** Lists the instances that Stagely manages. */
export async function listInstances(invocation: Invocation, options: ListOptions): Promise<number> {
  const { tag, region, key, all } = options;
  const provider = await openProvider(invocation, options);
  const progress = await invocation.startProgress(`Listing the instances on ${provider.name}`, {
    onlyOnTerminal: true,
  });
  const filter: InstanceFilter = {
    tags: tag,
    region,
    idempotencyKey: key,
    includeTerminated: all,
  };
  const instances: ListedInstance[] = [];
  try {
    for await (const instance of provider.listInstances(filter, { signal: invocation.signal })) {
      instances.push(instance);
      progress.update(`${instances.length} so far`);
    }
  } finally {
    progress.finish();
  }
  invocation.print({
    document: instances,
    text: (colors) =>
      instances.length === 0 ? '' : formatInstances(instances, invocation.now(), colors),
  });
  if (instances.length === 0 && !invocation.json) {
    invocation.messages.note(`${provider.name}: no instances.`);
  }
  return 0;
}
