/** A request's body, or only its size when it was too large. */
export interface BoundedBody {
  readonly body: Uint8Array;
  readonly bodyBytes: number;
}

/**
 * Reads a body to its end, keeping it only up to a limit. The rest is read all the same, because a client
 * that still sends would see a closed connection instead of the answer.
 */
export async function readBoundedBody(
  source: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<BoundedBody> {
  let chunks: Uint8Array[] = [];
  let bodyBytes = 0;
  for await (const chunk of source) {
    bodyBytes += chunk.length;
    if (bodyBytes <= limitBytes) chunks.push(chunk);
    else chunks = [];
  }
  return { body: Buffer.concat(chunks), bodyBytes };
}
