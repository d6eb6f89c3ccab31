import process from 'node:process';
import { afterEach, expect, test } from 'vitest';
import { processSignals } from './process-signals.js';

const before = process.listenerCount('SIGTERM');

afterEach(() => {
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

test('any number of commands hear a signal, and the process has one listener', () => {
  const signals = processSignals();
  const heard: number[] = [];
  const listeners = Array.from({ length: 50 }, (_, index) => () => heard.push(index));
  for (const listener of listeners) signals.on('SIGTERM', listener);
  expect(process.listenerCount('SIGTERM')).toBe(before + 1);

  process.emit('SIGTERM', 'SIGTERM');
  expect(heard).toHaveLength(50);

  for (const listener of listeners) signals.off('SIGTERM', listener);
});

test('a command that has left hears nothing more', () => {
  const signals = processSignals();
  const heard: string[] = [];
  const leaving = () => heard.push('leaving');
  const staying = () => heard.push('staying');
  signals.on('SIGTERM', leaving);
  signals.on('SIGTERM', staying);
  signals.off('SIGTERM', leaving);

  process.emit('SIGTERM', 'SIGTERM');
  expect(heard).toEqual(['staying']);

  signals.off('SIGTERM', staying);
});
