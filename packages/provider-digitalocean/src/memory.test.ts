import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { DigitalOceanProvider } from './digitalocean-provider.js';

const CREDENTIALS = { api_token: 'dop_v1_any', region: 'fra1' };

function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test('a provider takes little room before it is used: an application may have one for each user', () => {
  new DigitalOceanProvider(CREDENTIALS);
  const before = usedBytes();
  const providers = Array.from({ length: 100 }, () => new DigitalOceanProvider(CREDENTIALS));
  const each = (usedBytes() - before) / providers.length;
  expect(each).toBeLessThan(100_000);
});
