import { proveSimulation } from './prove-simulation.js';

proveSimulation('aws');
