import type { ServerResponse } from 'node:http';
import type { Clock } from '@stagely/core/plugin';
import { type Answer, chunksOf, type Delivery, firstHalf, hasNoBody } from './delivery.js';

/** Carries out on a connection how a request ends. */
export async function deliverOverHttp(
  delivery: Delivery,
  outgoing: ServerResponse,
  clock: Clock,
): Promise<void> {
  switch (delivery.kind) {
    case 'whole':
      writeHead(outgoing, delivery.answer);
      outgoing.end(delivery.answer.body);
      return;
    case 'truncated': {
      writeHead(outgoing, delivery.answer);
      outgoing.write(firstHalf(delivery.answer.body), () => outgoing.socket?.destroySoon());
      return;
    }
    case 'drip':
      writeHead(outgoing, delivery.answer);
      await drip(delivery, outgoing, clock);
      return;
    case 'refuse':
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return;
    case 'hang':
      return;
  }
}

function writeHead(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.setHeaders(headers);
  const bodyless = hasNoBody(status) || outgoing.req.method === 'HEAD';
  if (!bodyless) outgoing.setHeader('content-length', body.length);
  outgoing.writeHead(status);
}

async function drip(
  delivery: Extract<Delivery, { kind: 'drip' }>,
  outgoing: ServerResponse,
  clock: Clock,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  outgoing.flushHeaders();
  if (outgoing.destroyed) return;
  for (const chunk of chunksOf(delivery.answer.body, delivery.bytesPerChunk)) {
    await clock.sleep(delivery.intervalMs, gone.signal);
    outgoing.write(chunk);
  }
  outgoing.end();
}
