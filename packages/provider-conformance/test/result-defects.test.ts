import { testDefects } from './defective-providers.js';
import { resultDefects } from './defects/result-defects.js';

testDefects(resultDefects);
