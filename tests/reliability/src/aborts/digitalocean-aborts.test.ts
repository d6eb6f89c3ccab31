import { proveAborts } from './prove-aborts.js';

proveAborts('digitalocean');
