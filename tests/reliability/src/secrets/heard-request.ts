/** A request as a cloud gets to see it. */
export interface HeardRequest {
  /** Method and path; of EC2 the action. */
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export async function hearRequest(
  input: Parameters<typeof globalThis.fetch>[0],
  init: RequestInit | undefined,
): Promise<HeardRequest> {
  const request = new Request(input instanceof Request ? input.clone() : input, init);
  const { method, url, headers } = request;
  const body = await request.text();
  const action = new URLSearchParams(body).get('Action');
  const operation = action ?? `${method} ${new URL(url).pathname}`;
  return { operation, method, url, headers: [...headers], body };
}
