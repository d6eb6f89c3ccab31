import { testDefects } from './defective-providers.js';
import { lifecycleDefects } from './defects/lifecycle-defects.js';

testDefects(lifecycleDefects);
