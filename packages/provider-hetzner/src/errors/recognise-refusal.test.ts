import { describe, expect, it } from 'vitest';
import { HetznerAPIError } from '../client/hetzner-api-error.js';
import { HetznerConnectionError } from '../client/hetzner-connection-error.js';
import { isLocked, isNameTaken, isTransient } from './recognise-refusal.js';

const refused = (code: string, details?: unknown) =>
  new HetznerAPIError('no', { status: 409, code, details });

describe('a refusal', () => {
  it.each([
    [refused('uniqueness_error', { fields: [{ name: 'name' }] }), true],
    [refused('uniqueness_error', { fields: [{ name: 'ip' }, { name: 'name' }] }), true],
    [refused('uniqueness_error', null), true],
    [refused('uniqueness_error', { fields: [{ name: 'ip' }] }), false],
    [refused('conflict'), false],
    [new Error('name'), false],
  ])('%# is because the name is taken: %s', (error, taken) => {
    expect(isNameTaken(error)).toBe(taken);
  });

  it.each([
    [refused('locked'), true],
    [refused('conflict'), true],
    [refused('protected'), false],
    [new HetznerConnectionError('gone', { failure: 'lost' }), false],
  ])('%# is because something else is under way: %s', (error, locked) => {
    expect(isLocked(error)).toBe(locked);
  });

  // 409 alone says that it will not pass.
  it.each([
    'maintenance',
    'conflict',
    'locked',
    'service_error',
    'server_error',
    'bad_gateway',
    'unavailable',
    'timeout',
    'unknown_error',
    'action_failed',
    'rate_limit_exceeded',
  ])('for %s may pass by itself', (code) => {
    expect(isTransient(refused(code))).toBe(true);
  });

  it.each([
    [new HetznerConnectionError('gone', { failure: 'unreadable' }), true],
    [new HetznerAPIError('', { status: 408 }), true],
    [new HetznerAPIError('', { status: 423 }), true],
    [new HetznerAPIError('', { status: 429 }), true],
    [new HetznerAPIError('', { status: 502 }), true],
    [refused('unauthorized'), false],
    [refused('not_found'), false],
    [new Error('a defect'), false],
  ])('%# may pass by itself: %s', (error, transient) => {
    expect(isTransient(error)).toBe(transient);
  });
});
