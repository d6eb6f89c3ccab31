import { testDefects } from './defective-providers.js';
import { listingDefects } from './defects/listing-defects.js';

testDefects(listingDefects);
