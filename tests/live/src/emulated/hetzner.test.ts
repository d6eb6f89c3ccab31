import { hetzner } from '../clouds/hetzner.js';
import { startHetzner } from '../testing/emulated-cloud.js';
import { registerEmulated } from '../testing/register-emulated.js';

await registerEmulated(hetzner, await startHetzner());
