import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { AwsProvider } from './aws-provider.js';
import { CREDENTIALS } from './testing/start-aws.js';

function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test('a provider takes little room before it is used: an application may have one for each user', () => {
  new AwsProvider(CREDENTIALS);
  const before = usedBytes();
  const providers = Array.from({ length: 100 }, () => new AwsProvider(CREDENTIALS));
  const each = (usedBytes() - before) / providers.length;
  expect(each).toBeLessThan(100_000);
});
