import { proveMatrix } from './prove-matrix.js';

proveMatrix('hetzner');
