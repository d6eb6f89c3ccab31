import { digitalocean } from '../clouds/digitalocean.js';
import { startDigitalOcean } from '../testing/emulated-cloud.js';
import { registerEmulated } from '../testing/register-emulated.js';

await registerEmulated(digitalocean, await startDigitalOcean());
