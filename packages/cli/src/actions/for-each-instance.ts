const CONCURRENCY = 10;

/** What came of one instance of several. */
export type InstanceResult<T> =
  | { readonly instanceId: string; readonly value: T }
  | { readonly instanceId: string; readonly error: unknown };

/** Does the same for several instances, a few at a time, each once; the failure of one does not stop the others. */
export async function forEachInstance<T>(
  instanceIds: readonly string[],
  work: (instanceId: string) => Promise<T>,
): Promise<InstanceResult<T>[]> {
  const results = new Map<string, InstanceResult<T>>();
  const uniqueIds = [...new Set(instanceIds)];
  const queue = uniqueIds.values();
  const workThrough = async () => {
    for (const instanceId of queue) {
      results.set(instanceId, await settle(instanceId, work));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, workThrough));
  return uniqueIds.flatMap((instanceId) => results.get(instanceId) ?? []);
}

async function settle<T>(
  instanceId: string,
  work: (instanceId: string) => Promise<T>,
): Promise<InstanceResult<T>> {
  try {
    return { instanceId, value: await work(instanceId) };
  } catch (error) {
    return { instanceId, error };
  }
}
