import { beforeAll } from 'vitest';
import { startCloud } from '../clouds/start-cloud.js';

/** Has the client library of EC2 loaded before the tests, because it takes time that is not the virtual clock's. */
export function loadClients(): void {
  beforeAll(async () => {
    const cloud = await startCloud('aws');
    await cloud.openProvider().validateCredentials();
    await cloud.close();
  });
}
