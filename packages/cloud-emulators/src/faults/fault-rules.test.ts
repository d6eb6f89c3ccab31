import { InvalidInputError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import type { ApiCall } from '../emulator/api-call.js';
import { Random } from '../random/random.js';
import type { FaultRule } from './fault.js';
import { FaultRules } from './fault-rules.js';

const call = (method: string, path: string, operation?: string): ApiCall => ({
  method,
  url: new URL(path, 'http://cloud.test'),
  operation,
  headers: new Headers(),
  body: new Uint8Array(),
  bodyBytes: 0,
  bodyText: '',
  sequence: 1,
  at: 0,
  requestId: 'r',
  responseHeaders: new Headers(),
});

const read = call('GET', '/v2/droplets/7?page=2', 'GET /v2/droplets/{id}');
const reset = { type: 'resetBefore' } as const;

/** Which of ten equal calls a rule is applied to. */
function hitsOf(rule: Omit<FaultRule, 'fault'>, seed = 1): number[] {
  const rules = new FaultRules(new Random(seed));
  rules.add({ ...rule, fault: reset });
  return Array.from({ length: 10 }, (_, index) => index + 1).filter(() => rules.apply(read).fault);
}

describe('FaultRules', () => {
  it('are applied once unless said otherwise', () => {
    expect(hitsOf({})).toEqual([1]);
    expect(hitsOf({ times: 3 })).toEqual([1, 2, 3]);
    expect(hitsOf({ times: 'always' })).toHaveLength(10);
    expect(hitsOf({ nth: 4 })).toEqual([4]);
    expect(hitsOf({ nth: 4, times: 2 })).toEqual([4, 5]);
  });

  it('draw by probability from the seed, for as long as they are there', () => {
    expect(hitsOf({ probability: 0 })).toEqual([]);
    expect(hitsOf({ probability: 1 })).toHaveLength(10);
    expect(hitsOf({ probability: 0.5 })).toEqual(hitsOf({ probability: 0.5 }));
    expect(hitsOf({ probability: 0.5, times: 1 })).toHaveLength(1);
    const seeds = Array.from({ length: 5 }, (_, seed) => hitsOf({ probability: 0.5 }, seed).join());
    expect(new Set(seeds).size).toBeGreaterThan(1);
  });

  it.each([
    'GET /v2/droplets/{id}',
    'GET',
    '/v2/droplets/7',
    'GET /v2/droplets/7',
    /droplets\/\d+$/,
    /^GET \/v2\/droplets\/\{id\}$/,
    undefined,
  ])('match by %s', (operation) => {
    expect(hitsOf({ operation })).toEqual([1]);
  });

  it.each(['POST', '/v2/droplets', 'get', /^\/v2/, /RunInstances/])(
    'do not match by %s',
    (operation) => {
      expect(hitsOf({ operation })).toEqual([]);
    },
  );

  it('do not stumble over the memory of a global expression', () => {
    expect(hitsOf({ operation: /droplets/g, times: 'always' })).toHaveLength(10);
  });

  it('apply the first that fits and keep the other for later', () => {
    const rules = new FaultRules(new Random(1));
    const first = rules.add({ fault: { type: 'refuse' } });
    const second = rules.add({ fault: { type: 'empty' } });
    expect(rules.apply(read).fault?.type).toBe('refuse');
    expect([first.hits, second.hits]).toEqual([1, 0]);
    expect(rules.apply(read).fault?.type).toBe('empty');
    expect(rules.apply(read).fault).toBeUndefined();
  });

  it('add up delays beside another fault', () => {
    const rules = new FaultRules(new Random(1));
    rules.add({ fault: { type: 'delay', ms: 1 } });
    rules.add({ fault: { type: 'empty' } });
    rules.add({ fault: { type: 'delay', ms: 2 } });
    const { delays, fault } = rules.apply(read);
    expect(delays.map(({ ms }) => ms)).toEqual([1, 2]);
    expect(fault?.type).toBe('empty');
  });

  it('end when removed or cleared', () => {
    const rules = new FaultRules(new Random(1));
    const handle = rules.add({ times: 'always', fault: reset });
    rules.apply(read);
    handle.remove();
    expect(rules.apply(read).fault).toBeUndefined();
    expect(handle.hits).toBe(1);
    rules.add({ fault: reset });
    rules.clear();
    expect(rules.apply(read).fault).toBeUndefined();
  });

  it.each([
    [{}, 'rule.fault'],
    [{ fault: { type: 'explode' } }, 'rule.fault.type'],
    [{ fault: { type: 'delay' } }, 'rule.fault.ms is required'],
    [{ fault: { type: 'delay', ms: -1 } }, 'rule.fault.ms must be a whole number from 0'],
    [{ fault: { type: 'delay', ms: Number.NaN } }, 'rule.fault.ms'],
    [{ fault: { type: 'status', status: 99, code: 'x' } }, 'rule.fault.status'],
    [
      { fault: { type: 'html', status: 204 } },
      'rule.fault.status must be a status that has a body',
    ],
    [
      { fault: { type: 'status', status: 500, code: 'x', headers: { 'a b': 'c' } } },
      'rule.fault.headers must be valid',
    ],
    [{ fault: { type: 'wrongContentType', contentType: 'a\nb' } }, 'rule.fault.contentType'],
    [{ fault: reset, nth: 0 }, 'rule.nth'],
    [{ fault: reset, times: 0 }, 'rule.times'],
    [{ fault: reset, probability: 1.5 }, 'rule.probability'],
    [{ fault: reset, operation: 5 }, 'rule.operation'],
    [{ fault: reset, propability: 0.5 }, 'rule.propability is not a known field'],
    [{ fault: { type: 'resetAfter', afterEffect: true } }, 'rule.fault.afterEffect is not a known'],
    [undefined, 'rule is required'],
  ])('refuse %j', (rule, message) => {
    const rules = new FaultRules(new Random(1));
    const add: (rule: never) => unknown = (wrong) => rules.add(wrong);
    expect(() => Reflect.apply(add, undefined, [rule])).toThrow(InvalidInputError);
    expect(() => Reflect.apply(add, undefined, [rule])).toThrow(message);
    expect(rules.apply(read).fault).toBeUndefined();
  });
});
