import mockPlugin from '@stagely/provider-mock';
import { expect, test } from 'vitest';
import { mock } from '../testing/mock-cloud.js';
import { refusedCredentials } from './refused-credentials.js';

test.each([
  ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXBNQMFLFZ'],
  ['dop_v1_0123456789abcdef', 'dop_v1_0123456790bcdefa'],
  ['zZ9', 'gG0'],
])('%s becomes another one of its form', (secret, refused) => {
  const target = {
    description: mock,
    plugin: mockPlugin,
    credentials: { api_token: secret, region: 'north' },
    settings: {},
    pace: { pollMs: 1, settleMs: 0 },
  };
  expect(refusedCredentials(target)).toEqual({ api_token: refused, region: 'north' });
});
