import { RUNNING_MS, startHetzner } from './start-hetzner.js';

/** Starts an emulator with one server that runs, and a way to start actions on it. */
export async function startRunning(options: Parameters<typeof startHetzner>[0] = {}) {
  const started = await startHetzner(options);
  const { server } = await started.client.create();
  await started.clock.advance(RUNNING_MS);
  const { client } = started;
  const act = (command: string, body?: unknown) =>
    client.send('POST', `/servers/${server.id}/actions/${command}`, body);
  return { ...started, id: server.id, act };
}
