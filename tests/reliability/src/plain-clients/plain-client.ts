import type { TestedCloud } from '../clouds/tested-cloud.js';

/** A client as people write it: makes a machine, waits for its address, and says its id. */
export type CreateMachine = () => Promise<string>;

/** Makes such a client. */
export type OpenPlainClient = (cloud: TestedCloud) => CreateMachine;

/** Between looks at a machine, in milliseconds. */
const POLL_INTERVAL = 5_000;

/** How often it is looked at before the client gives up. */
const MAX_POLLS = 60;

export function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, POLL_INTERVAL);
  });
}

/** Looks again and again for an address. */
export async function untilAddress(
  id: string,
  read: () => Promise<string | undefined>,
): Promise<string> {
  for (let look = 0; look < MAX_POLLS; look++) {
    const address = await read();
    if (address !== undefined && address !== '') return id;
    await pause();
  }
  throw new Error(`The machine ${id} got no address in time.`);
}
