import { systemClock } from '@stagely/core/plugin';
import { startCloud } from '../clouds/start-cloud.js';
import type { CloudName } from '../clouds/tested-cloud.js';

/** Has a provider load what it loads late, because a virtual clock does not wait for files. */
export async function prepareProcess(name: CloudName): Promise<void> {
  const cloud = await startCloud(name, { clock: systemClock });
  try {
    await cloud.openProvider().validateCredentials();
  } finally {
    await cloud.close();
  }
}
