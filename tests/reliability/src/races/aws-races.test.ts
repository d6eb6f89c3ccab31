import { proveRaces } from './prove-races.js';

proveRaces('aws');
