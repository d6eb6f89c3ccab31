import { proveSimulation } from './prove-simulation.js';

proveSimulation('hetzner');
