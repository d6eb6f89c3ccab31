import { startAws } from './start-aws.js';
import { startDigitalOcean } from './start-digitalocean.js';
import { startHetzner } from './start-hetzner.js';
import type { CloudName, CloudOptions, TestedCloud } from './tested-cloud.js';

const START: Readonly<Record<CloudName, (options?: CloudOptions) => Promise<TestedCloud>>> = {
  aws: startAws,
  digitalocean: startDigitalOcean,
  hetzner: startHetzner,
};

/** Starts an emulated cloud for a test. */
export function startCloud(name: CloudName, options?: CloudOptions): Promise<TestedCloud> {
  return START[name](options);
}
