/** How a call ended. */
export type Settled<T> =
  | { readonly resolved: true; readonly value: T }
  | { readonly resolved: false; readonly error: unknown };

/** Carries a call to its end, whether it throws, rejects or resolves. */
export async function settle<T>(call: () => T | Promise<T>): Promise<Settled<T>> {
  try {
    return { resolved: true, value: await call() };
  } catch (error) {
    return { resolved: false, error };
  }
}
