import { testDefects } from './defective-providers.js';
import { inputDefects } from './defects/input-defects.js';

testDefects(inputDefects);
