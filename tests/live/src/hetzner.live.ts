import { hetzner } from './clouds/hetzner.js';
import { registerLive } from './suite/register-live.js';

await registerLive(hetzner);
