import { aws } from './aws.js';
import { digitalocean } from './digitalocean.js';
import { hetzner } from './hetzner.js';

/** The clouds that `test:live` runs against, each where there are credentials for it. */
export const clouds = [aws, digitalocean, hetzner];
