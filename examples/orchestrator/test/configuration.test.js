import { expect, test } from 'vitest';
import { readConfiguration } from '../src/configuration.js';

test('without anything in the environment it is a mock and needs no key', () => {
  const { provider, file, regions, encryptionKey } = readConfiguration({});
  expect({ provider, file, regions }).toEqual({ provider: 'mock', file: undefined, regions: [] });
  expect(encryptionKey).toHaveLength(32);
});

test('the environment names provider, regions, numbers and emulated clouds', () => {
  const configuration = readConfiguration({
    STAGELY_PROVIDER: 'hetzner',
    STAGELY_ENCRYPTION_KEY: '11'.repeat(32),
    ORCHESTRATOR_DATABASE: 'database.json',
    ORCHESTRATOR_REGIONS: 'nbg1,fsn1',
    ORCHESTRATOR_JOBS: '7',
    STAGELY_HETZNER_ENDPOINT: 'http://127.0.0.1:1/v1',
    STAGELY_AWS_ENDPOINT: '',
  });
  expect(configuration).toMatchObject({
    provider: 'hetzner',
    file: 'database.json',
    regions: ['nbg1', 'fsn1'],
    jobs: 7,
    settings: { hetzner: { endpoint: 'http://127.0.0.1:1/v1' } },
  });
  expect(configuration.settings).not.toHaveProperty('aws');
  expect(configuration.encryptionKey).toEqual(new Uint8Array(32).fill(0x11));
});

test.each([
  [{ ORCHESTRATOR_DATABASE: 'database.json' }, 'Set STAGELY_ENCRYPTION_KEY'],
  [{ ORCHESTRATOR_JOBS: 'many' }, 'ORCHESTRATOR_JOBS must be a whole number from 1, not "many".'],
  [{ ORCHESTRATOR_CONCURRENCY: '0.5' }, 'ORCHESTRATOR_CONCURRENCY must be'],
])('%j is refused', (env, problem) => {
  expect(() => readConfiguration(env)).toThrow(problem);
});
