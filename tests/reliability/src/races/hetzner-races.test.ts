import { proveRaces } from './prove-races.js';

proveRaces('hetzner');
