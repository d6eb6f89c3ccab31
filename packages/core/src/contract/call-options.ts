/** What every call to a provider accepts. */
export interface CallOptions {
  /**
   * Ends the call early. Every wait and every read listens to it; a create request in flight is
   * never cut, its answer is awaited and the machine deleted before the promise rejects with an
   * `OperationAbortedError`.
   */
  signal?: AbortSignal | undefined;
}
