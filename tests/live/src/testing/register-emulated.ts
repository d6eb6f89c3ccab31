import { afterAll, expect } from 'vitest';
import type { CloudDescription } from '../clouds/cloud-description.js';
import { registerLive } from '../suite/register-live.js';
import type { EmulatedCloud } from './emulated-cloud.js';

/** What `test:live` does, with an emulated cloud: shows that the suite works before anybody pays for it. */
export async function registerEmulated(
  description: CloudDescription,
  { emulator, env }: EmulatedCloud,
): Promise<void> {
  afterAll(() => emulator.close());
  afterAll(() => {
    const { machines, alive } = emulator.meter.total();
    expect(machines, 'machines that were ever alive').toBeGreaterThan(10);
    expect(alive, 'machines that are left').toBe(0);
    const failures = emulator.requests.all().filter(({ failure }) => failure !== undefined);
    expect(failures, 'defects of the emulator').toEqual([]);
  });
  await registerLive(description, { env });
}
