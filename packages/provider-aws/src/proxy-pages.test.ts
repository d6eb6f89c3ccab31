import { expect, it } from 'vitest';
import { SMALL, startAws } from './testing/start-aws.js';

const PAGE = { type: 'html', status: 200 } as const;

it.each([
  ['CreateTags', new Date('2026-02-01T00:00:00Z')],
  ['DeleteTags', undefined],
])(
  'the page of a proxy is no answer to %s, of whose answer nothing is read',
  async (operation, lease) => {
    const { emulator, provider, run } = await startAws();
    const expiresAt = new Date('2026-01-02T00:00:00Z');
    const { instanceId } = await run(() => provider.createInstance({ ...SMALL, expiresAt }));
    emulator.faults.add({ operation, fault: PAGE });
    await expect(run(() => provider.setExpiry(instanceId, lease))).rejects.toMatchObject({
      code: 'network_failure',
      operation: 'setExpiry',
    });
    expect(await run(() => provider.getInstanceStatus(instanceId))).toMatchObject({ expiresAt });
    await run(() => provider.setExpiry(instanceId, lease));
    expect((await run(() => provider.getInstanceStatus(instanceId))).expiresAt).toEqual(lease);
  },
);

it('how long EC2, or a proxy before it, asks to wait is told', async () => {
  const { emulator, provider, run } = await startAws();
  const asking = (after: string) =>
    emulator.faults.add({
      fault: {
        type: 'status',
        status: 503,
        code: 'RequestLimitExceeded',
        headers: { 'retry-after': after },
      },
    });
  asking('7');
  await expect(run(() => provider.getInstanceStatus('i-0123456789abcdef0'))).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterMs: 7_000,
  });
  asking('soon');
  await expect(
    run(() => provider.getInstanceStatus('i-0123456789abcdef0')),
  ).rejects.not.toHaveProperty('retryAfterMs');
});
