import { proveAborts } from './prove-aborts.js';

proveAborts('aws');
