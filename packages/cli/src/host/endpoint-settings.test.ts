import { expect, test } from 'vitest';
import { withEndpoints } from './endpoint-settings.js';

test('an address in the environment becomes a setting of its provider', () => {
  const env = {
    STAGELY_AWS_ENDPOINT: 'http://127.0.0.1:1',
    STAGELY_BIG_CLOUD_ENDPOINT: 'http://127.0.0.1:2',
    STAGELY_HETZNER_ENDPOINT: '',
    STAGELY_PROVIDER: 'aws',
  };
  expect(withEndpoints(undefined, env)).toEqual({
    aws: { endpoint: 'http://127.0.0.1:1' },
    'big-cloud': { endpoint: 'http://127.0.0.1:2' },
  });
});

test('other settings stay, and an address among them counts more', () => {
  const env = { STAGELY_AWS_ENDPOINT: 'http://127.0.0.1:1' };
  expect(withEndpoints({ aws: { a: 1 }, mock: { delay: 5 } }, env)).toEqual({
    aws: { a: 1, endpoint: 'http://127.0.0.1:1' },
    mock: { delay: 5 },
  });
  expect(withEndpoints({ aws: { endpoint: 'mine' } }, env)).toEqual({ aws: { endpoint: 'mine' } });
});
