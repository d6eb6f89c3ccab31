import { digitalocean } from './clouds/digitalocean.js';
import { registerLive } from './suite/register-live.js';

await registerLive(digitalocean);
