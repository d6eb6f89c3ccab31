import { expect, test } from 'vitest';
import { countAbortListeners } from './count-abort-listeners.js';

test('a signal that nobody listens to has no listeners', async () => {
  expect(await countAbortListeners(new AbortController().signal)).toBe(0);
});

test('listeners that stay are counted', async () => {
  const { signal } = new AbortController();
  signal.addEventListener('abort', () => undefined);
  signal.addEventListener('abort', () => undefined);
  expect(await countAbortListeners(signal)).toBe(2);
});

test('what Node keeps of a request until it is collected is not counted', async () => {
  const { signal } = new AbortController();
  await new Request('http://127.0.0.1', { signal, method: 'POST', body: 'x' }).text();
  expect(await countAbortListeners(signal)).toBe(0);
});
