import { expect, test } from 'vitest';
import type { ConformanceCase } from './conformance-case.js';
import { registerCases } from './register-cases.js';

/** A runner that does as it is told, by hand. */
function handRunner() {
  const suites: string[] = [];
  const tests = new Map<string, () => Promise<void>>();
  const after: (() => void)[] = [];
  const runner = {
    suite(name: string, body: () => void) {
      suites.push(name);
      body();
    },
    test: (name: string, body: () => Promise<void>) => void tests.set(name, body),
    afterAll: (body: () => void) => void after.push(body),
  };
  return { suites, tests, after, runner };
}

function aCase(name: string, run: () => Promise<void>): ConformanceCase {
  return { name, group: 'group', rule: 'a rule', run };
}

test('every case is a test of its own, in a suite with the name of the provider', async () => {
  const { suites, tests, after, runner } = handRunner();
  const ran: string[] = [];
  const cases = ['one', 'two'].map((name) => aCase(name, async () => void ran.push(name)));
  registerCases('acme', cases, runner);
  expect(suites).toEqual(['acme']);
  expect([...tests.keys()]).toEqual(['group: one', 'group: two']);
  await tests.get('group: two')?.();
  expect(ran).toEqual(['two']);
  for (const check of after) check();
});

test('a case that fails is a test that fails', async () => {
  const { tests, runner } = handRunner();
  registerCases('acme', [aCase('one', () => Promise.reject(new Error('broken')))], runner);
  await expect(tests.get('group: one')?.()).rejects.toThrow('broken');
});

test('a suite without a case has a test that fails', async () => {
  const { tests, runner } = handRunner();
  registerCases('acme', [], runner);
  expect(tests.size).toBe(1);
  for (const run of tests.values()) await expect(run()).rejects.toThrow('no case was run');
});

test('a suite of which no case was run fails at its end', () => {
  const { after, runner } = handRunner();
  registerCases('acme', [aCase('one', async () => undefined)], runner);
  expect(after).toHaveLength(1);
  for (const check of after) expect(check).toThrow('no case was run');
});
