import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { rejectionOf } from '../../test/thrown-by.js';
import { unlessAborted } from './unless-aborted.js';

test('work that ends first decides', async () => {
  const { signal } = new AbortController();
  const error = new Error('boom');
  expect(await unlessAborted(Promise.resolve('done'), signal)).toBe('done');
  expect(await rejectionOf(unlessAborted(Promise.reject(error), signal))).toBe(error);
});

test('work that hangs is left alone when the signal is aborted', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const waiting = rejectionOf(unlessAborted(new Promise(() => undefined), controller.signal));
  controller.abort(reason);
  expect(await waiting).toBe(reason);
});

test('a signal that was aborted before decides, also over work that has not begun to fail', async () => {
  const reason = new Error('enough');
  const signal = AbortSignal.abort(reason);
  expect(await rejectionOf(unlessAborted(new Promise(() => undefined), signal))).toBe(reason);
});

test('what becomes of abandoned work disturbs nobody', async () => {
  const controller = new AbortController();
  let fail: (error: Error) => void = () => undefined;
  const work = new Promise((_, reject) => {
    fail = reject;
  });
  const waiting = rejectionOf(unlessAborted(work, controller.signal));
  controller.abort();
  await waiting;
  fail(new Error('too late'));
  // An unhandled rejection would be known after this.
  await new Promise((resolve) => setImmediate(resolve));
});

test('no listener is left, whatever comes of it', async () => {
  const controller = new AbortController();
  await unlessAborted(Promise.resolve(), controller.signal);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  await rejectionOf(unlessAborted(Promise.reject(new Error('boom')), controller.signal));
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  const waiting = rejectionOf(unlessAborted(new Promise(() => undefined), controller.signal));
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  await waiting;
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
});
