import { expect, test } from 'vitest';
import { silentLogger } from './logger.js';

test('the silent logger takes every line and says nothing', () => {
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    expect(silentLogger[level]({ requestId: 'x' }, 'asked')).toBeUndefined();
  }
});
