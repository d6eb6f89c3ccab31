import { isIPv4 } from 'node:net';
import { expect } from 'vitest';
import type { LiveCase } from './live-case.js';

export const lifecycleCases: readonly LiveCase[] = [
  {
    name: 'a small amd64 machine is created, becomes ready, is listed with its tags, and ends',
    machines: 1,
    async run(run) {
      const tags = { branch: 'feature/live.suite', empty: '', word: 'Größe' };
      const spec = run.spec({ tags, userData: '#cloud-config\nruncmd: [[touch, /ready]]\n' });
      const created = await run.provider.createInstance(spec);
      const { instanceId } = created;
      expect(created).toMatchObject({
        architecture: 'amd64',
        spotInstance: false,
        reused: false,
        expiresAt: spec.expiresAt,
      });
      expect(isIPv4(created.publicIp), `a public IPv4 address: ${created.publicIp}`).toBe(true);

      const status = await run.untilReady(instanceId);
      expect(status).toMatchObject({ state: 'running', publicIp: created.publicIp });

      const listed = await run.eventually(
        () => run.list(),
        (found) => found.length > 0,
        `${instanceId} to be listed`,
      );
      expect(listed).toHaveLength(1);
      expect(listed[0]).toMatchObject({
        instanceId,
        region: created.region,
        instanceType: created.instanceType,
        expiresAt: spec.expiresAt,
      });
      expect(listed[0]?.tags).toEqual(spec.tags);

      await run.provider.terminateInstance(instanceId);
      await run.untilEnded(instanceId);
      await run.provider.terminateInstance(instanceId);
    },
  },
];
