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

  it.each([
    [refused('rate_limit_exceeded'), true],
    [refused('unavailable'), true],
    [refused('maintenance'), true],
    [refused('locked'), true],
    [new HetznerConnectionError('gone', { failure: 'unreadable' }), true],
    [refused('unauthorized'), false],
    [refused('not_found'), false],
    [new Error('a defect'), false],
  ])('%# may pass by itself: %s', (error, transient) => {
    expect(isTransient(error)).toBe(transient);
  });
});
