import { describe, expect, test } from 'vitest';
import { HonestProvider } from '../test/honest-provider.js';
import { tinyHarness } from '../test/tiny-harness.js';
import { conformanceCases } from './conformance-cases.js';
import { ConformanceFailure } from './conformance-failure.js';
import type { ConformanceHarness } from './harness.js';

function caseOf(harness: ConformanceHarness, name: string) {
  const found = conformanceCases(harness).find((conformanceCase) => conformanceCase.name === name);
  if (found === undefined) throw new Error(`There is no case "${name}".`);
  return found;
}

function failureOf(harness: ConformanceHarness, name: string): Promise<unknown> {
  return caseOf(harness, name)
    .run()
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

describe('the cases', () => {
  test('have unique names, a group and a rule', () => {
    const cases = conformanceCases(tinyHarness());
    const names = new Set(cases.map(({ name }) => name));
    expect(names.size).toBe(cases.length);
    expect(cases.length).toBeGreaterThan(90);
    for (const { group, rule } of cases) {
      expect(group).toMatch(/^[a-z ]+$/);
      expect(rule.length).toBeGreaterThan(20);
    }
  });

  test('do not depend on what the provider lacks', () => {
    const rich = conformanceCases(tinyHarness({ arm64: true, spot: true }));
    const poor = conformanceCases(tinyHarness({ arm64: false, spot: false }));
    expect(poor.map(({ name }) => name)).toEqual(rich.map(({ name }) => name));
  });

  test('are fewer only for what the harness cannot do', () => {
    const { createForeignInstance, stopInstance, invalidCredentials, ...bare } = tinyHarness();
    const all = conformanceCases(tinyHarness()).map(({ name }) => name);
    const some = new Set(conformanceCases(bare).map(({ name }) => name));
    expect([createForeignInstance, stopInstance, invalidCredentials]).not.toContain(undefined);
    expect(all.filter((name) => !some.has(name))).toEqual([
      'machines of others are not listed',
      'a stopped machine is replaced, not adopted',
      'credentials that the cloud refuses are an InvalidCredentialsError',
    ]);
  });
});

describe('a case', () => {
  test('ends its machines, also when it fails', async () => {
    class Impatient extends HonestProvider {
      protected override async awaitAddress(
        ...[id, operation, signal]: Parameters<HonestProvider['awaitAddress']>
      ) {
        return this.getMachine(id, operation, signal);
      }
    }
    const harness = tinyHarness({ Provider: Impatient });
    const failure = await failureOf(harness, 'a created machine has a public address');
    expect(failure).toBeInstanceOf(ConformanceFailure);
    expect(await harness.countLiveInstances?.()).toBe(0);
  });

  test('ends machines that only a listing knows of', async () => {
    class Leaking extends HonestProvider {
      protected override async giveUp() {}
    }
    const harness = tinyHarness({ Provider: Leaking });
    const name = 'an abort in the course of a creation leaves no machine';
    expect(await failureOf(harness, name)).toBeInstanceOf(ConformanceFailure);
    expect(await harness.countLiveInstances?.()).toBe(0);
  });

  test('fails when it cannot end its machines, and names them', async () => {
    class Undying extends HonestProvider {
      override async terminateInstance() {}
    }
    const harness = tinyHarness({ Provider: Undying });
    const failure = await failureOf(harness, 'one call makes one machine');
    expect(failure).toMatchObject({
      seen: 'the case could not end its machines: m-000001; see to it that they end',
    });
  });

  test('tells what the contract promises, what it saw and what to do, and no secret', async () => {
    const harness = tinyHarness();
    const token = String(harness.credentials['api_token']);
    class Telling extends HonestProvider {
      override async validateCredentials() {
        throw new Error(`401 for Bearer ${token}`);
      }
    }
    const telling = {
      ...harness,
      createProvider: (
        ...[, context]: Parameters<ConformanceHarness['plugin']['createProvider']>
      ) => new Telling({ api_token: token, region: 'north' }, context),
    };
    const failure = await failureOf(telling, 'working credentials are valid');
    expect(failure).toMatchObject({
      caseName: 'working credentials are valid',
      rule: expect.stringContaining('validateCredentials()'),
      seen: 'validateCredentials failed with a plain Error (401 for Bearer [redacted])',
      advice: expect.stringContaining('costs nothing'),
      message: expect.stringMatching(/The contract: [\s\S]*Seen: [\s\S]*What to do: /),
      cause: expect.objectContaining({ message: '401 for Bearer [redacted]' }),
    });
  });

  test('tells of credentials that the schema refuses', async () => {
    const harness = { ...tinyHarness(), credentials: { api_token: 'tiny-token-pWx7Qk2Lr9' } };
    expect(await failureOf(harness, 'making a provider makes no request')).toMatchObject({
      seen: expect.stringContaining('schema refused the credentials'),
    });
  });

  test('waits for the other cases of its harness', async () => {
    let running = 0;
    let most = 0;
    class Counting extends HonestProvider {
      protected override async requestLaunch(...args: Parameters<HonestProvider['requestLaunch']>) {
        most = Math.max(most, ++running);
        const id = await super.requestLaunch(...args);
        running--;
        return id;
      }
    }
    const cases = conformanceCases(tinyHarness({ Provider: Counting }));
    await Promise.all(
      cases
        .filter(({ group }) => group === 'lifecycle')
        .map((conformanceCase) => conformanceCase.run()),
    );
    expect(most).toBe(1);
  });
});
