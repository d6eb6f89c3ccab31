import { testDefects } from './defective-providers.js';
import { leaseDefects } from './defects/lease-defects.js';

testDefects(leaseDefects);
