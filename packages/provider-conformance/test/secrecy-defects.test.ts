import { testDefects } from './defective-providers.js';
import { secrecyDefects } from './defects/secrecy-defects.js';

testDefects(secrecyDefects);
